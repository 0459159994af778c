// https://docs.datadoghq.com/tracing/trace_collection/custom_instrumentation/nodejs/otel/ after dd-trace/initialize.mjs, with ours.
import '@sevenstep/register/hooks'; // ours
import { registerInstrumentations } from '@opentelemetry/instrumentation'; // ours
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours
import tracer from 'dd-trace';

const provider = new tracer.TracerProvider();
provider.register();
registerInstrumentations({ instrumentations: [new AnthropicInstrumentation({ diagnose: diagnoseCall() })] }); // ours
