// https://www.traceloop.com/docs/openllmetry/getting-started-nodejs, with ours.
const traceloop = require('@traceloop/node-server-sdk');
const { registerInstrumentations } = require('@opentelemetry/instrumentation'); // ours
const { diagnoseCall } = require('@sevenstep/diagnosis-span-processor'); // ours
const { AnthropicInstrumentation } = require('@sevenstep/instrumentation-anthropic'); // ours

traceloop.initialize({ appName: 'teapots', disableBatch: true, silenceInitializationMessage: true });
registerInstrumentations({ instrumentations: [new AnthropicInstrumentation({ diagnose: diagnoseCall() })] }); // ours
