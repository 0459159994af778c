// https://ai-sdk.dev/docs/ai-sdk-core/telemetry: from version 7 on its spans are a package of their own.
import { OpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';

registerTelemetry(new OpenTelemetry());
