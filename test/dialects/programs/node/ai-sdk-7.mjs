// Calls with the AI SDK 7, whose telemetry is a package of its own: https://ai-sdk.dev/docs/ai-sdk-core/telemetry
import { OpenTelemetry } from '@ai-sdk/otel';
import { registerTelemetry } from 'ai';

registerTelemetry(new OpenTelemetry());
await import('./ai-sdk.mjs');
