// Puts the diagnosis processor at each place among those that export, and prints what the exporter got of two calls.
import Anthropic from '@anthropic-ai/sdk';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { newProvider, type ProviderClasses } from './telemetry.ts';

/** The result of one placement. */
export interface Placed {
  readonly exports: 'at once' | 'in batches';
  readonly place: 'before' | 'after';
  /** Whether this line of the OpenTelemetry SDK calls `onEnding`. */
  readonly ending: boolean;
  /** `anthropic.diagnosis.id` of each call as it was exported: one that failed, and a healthy one. */
  readonly verdicts: readonly (string | null)[];
}

/** 2.x takes the exporter, 3.x an object with it. */
type ExportingClass = new (exporter: SpanExporter & { readonly exporter: SpanExporter }) => SpanProcessor;

const otel: ProviderClasses & {
  readonly SimpleSpanProcessor: ExportingClass;
  readonly BatchSpanProcessor: ExportingClass;
} = await import(process.env.SEVENSTEP_MATRIX_OTEL_SDK ?? '');
const Provider = otel.BasicTracerProvider ?? otel.TracerProvider;
if (!Provider)
  throw new Error('this line of the OpenTelemetry SDK has no tracer provider that is known here');

const simulator = await startSimulator();
const instrumentation = new AnthropicInstrumentation();
instrumentation.instrument(Anthropic);

async function place(exports: Placed['exports'], where: Placed['place']): Promise<Placed> {
  const verdicts: (string | null)[] = [];
  const exporter: SpanExporter = {
    // As it is at that moment: what is written later has not been exported.
    export: (spans: ReadableSpan[], done) => {
      for (const { attributes } of spans)
        verdicts.push((attributes['anthropic.diagnosis.id'] as string | undefined) ?? null);
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };
  const Exporting = exports === 'at once' ? otel.SimpleSpanProcessor : otel.BatchSpanProcessor;
  const exporting = new Exporting(Object.assign(exporter, { exporter }));
  const tagging = new DiagnosisSpanProcessor() as SpanProcessor;
  let ending = false;
  const watching: SpanProcessor = {
    onStart: () => undefined,
    onEnding: () => {
      ending = true;
    },
    onEnd: () => undefined,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const spanProcessors = where === 'before' ? [watching, tagging, exporting] : [watching, exporting, tagging];
  instrumentation.setTracerProvider(newProvider(otel, spanProcessors));
  simulator.load('#1: 401');
  const client = new Anthropic({
    apiKey: SIMULATOR_API_KEY,
    baseURL: simulator.url,
    openTelemetry: false,
    logLevel: 'off',
  });
  const params = {
    model: 'claude-sonnet-5',
    max_tokens: 64,
    messages: [{ role: 'user', content: 'Hello' }],
  } satisfies Anthropic.MessageCreateParams;
  await client.messages.create(params).catch(() => undefined);
  await client.messages.create(params);
  await exporting.shutdown();
  return { exports, place: where, ending, verdicts };
}

const placed: Placed[] = [];
for (const exports of ['at once', 'in batches'] as const)
  for (const where of ['before', 'after'] as const) placed.push(await place(exports, where));
await simulator.close();
console.log(JSON.stringify(placed));
