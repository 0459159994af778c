// An OpenTelemetry set-up that lacks the diagnosis processor, as somebody may have it: run with `--import`.
import '@sevenstep/register/hooks';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

new NodeSDK({ instrumentations: [new AnthropicInstrumentation()] }).start();
