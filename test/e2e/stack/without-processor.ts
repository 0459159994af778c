// An OpenTelemetry set-up that a user may have, without the diagnosis processor. It runs with `--import`.
import '@sevenstep/register/hooks';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

new NodeSDK({ instrumentations: [new AnthropicInstrumentation()] }).start();
