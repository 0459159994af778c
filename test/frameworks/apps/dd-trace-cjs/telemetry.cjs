// https://docs.datadoghq.com/tracing/trace_collection/custom_instrumentation/nodejs/otel/, with ours.
const { TracerProvider } = require('dd-trace').init();

const provider = new TracerProvider();
provider.register();

const { registerInstrumentations } = require('@opentelemetry/instrumentation'); // ours
const { diagnoseCall } = require('@sevenstep/diagnosis-span-processor'); // ours
const { AnthropicInstrumentation } = require('@sevenstep/instrumentation-anthropic'); // ours
registerInstrumentations({ instrumentations: [new AnthropicInstrumentation({ diagnose: diagnoseCall() })] }); // ours
