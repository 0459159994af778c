import '@sevenstep/register/hooks'; // first: patches what `import` loads
import { NodeSDK } from '@opentelemetry/sdk-node';
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

const sdk = new NodeSDK({
  instrumentations: [new AnthropicInstrumentation({ diagnose: diagnoseCall() })],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());
