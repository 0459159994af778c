// Diagnosis without a span processor: the option `diagnose`, alone and together with the processor.
import * as sdk from '@anthropic-ai/sdk';
import { type Attributes, context, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { type Diagnosis, patterns } from '@sevenstep/checklist';
import {
  DiagnosisSpanProcessor,
  type DiagnosisSpanProcessorOptions,
  diagnoseCall,
} from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation, type Diagnose } from '@sevenstep/instrumentation-anthropic';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { stepsFail } from '../support/failed-steps.ts';
import { startTestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';
import { clientOptionsFor, isCallSpan, SPAN_KINDS, type SpanKind } from '../support/telemetry.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const makeClient = (kind: SpanKind) =>
  new sdk.Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, ...clientOptionsFor(kind) });

/** A provider with these processors and an instrumentation with this option. */
function start(diagnose: Diagnose | undefined, ...processors: SpanProcessor[]) {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [...processors, new SimpleSpanProcessor(exporter)] }),
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const instrumentation = new AnthropicInstrumentation({ ...(diagnose && { diagnose }) });
  instrumentation.instrument(sdk);
  stops.push(() => {
    instrumentation.disable();
    trace.disable();
    context.disable();
  });
  const callSpans = () => exporter.getFinishedSpans().filter(isCallSpan);
  return { callSpans, instrumentation };
}

const diagnosisOf = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => name.startsWith('anthropic.diagnosis.')));

const FAULTS: readonly (readonly [faults: string, id: string | undefined])[] = [
  ['1: 401; 2: ok', 'identity.key_invalid'],
  ['1: 529 retry-after-ms=1; 2: ok', 'service.recovered'],
  ['1: ok', undefined],
];

describe.each(SPAN_KINDS)('%s spans, no processor', (kind) => {
  test.each(FAULTS)(
    '%s: the span has the diagnosis that the processor would have written',
    async (faults, id) => {
      const diagnoses = [];
      const statuses = [];
      for (const [diagnose, ...processors] of [
        [diagnoseCall()],
        [undefined, new DiagnosisSpanProcessor()],
      ] as const) {
        const { callSpans } = start(diagnose, ...processors);
        simulator.load(faults);
        await makeClient(kind)
          .messages.create(PARAMS)
          .catch(() => undefined);
        diagnoses.push(callSpans().map(({ attributes }) => diagnosisOf(attributes)));
        statuses.push(callSpans().map(({ status }) => status));
        for (const stop of stops.splice(0)) stop();
      }
      const [byFunction, byProcessor] = diagnoses;
      const ids = (given: readonly Attributes[] | undefined) =>
        given?.map((v) => v['anthropic.diagnosis.id']);
      expect(ids(byFunction)).toEqual([id]);
      expect(ids(byProcessor)).toEqual([id]);
      expect(Object.keys(byFunction?.[0] ?? {})).toEqual(Object.keys(byProcessor?.[0] ?? {}));
      expect(statuses[0]).toEqual(statuses[1]);
      const isFailure = statuses[0]?.[0]?.code === SpanStatusCode.ERROR;
      expect(statuses[0]?.[0]?.message).toEqual(
        isFailure ? expect.stringMatching(`^${id}: .+\\. .+`) : undefined,
      );
    },
  );

  test('a stream that breaks off has its diagnosis, too', async () => {
    const { callSpans } = start(diagnoseCall());
    simulator.load('1: cut after 3 events');
    await makeClient(kind)
      .messages.stream(PARAMS)
      .finalMessage()
      .catch(() => undefined);
    expect(callSpans().map(({ attributes }) => attributes['anthropic.diagnosis.check'])).toEqual([
      'response',
    ]);
  });

  test('it is given finished attributes, times and the span, which still takes attributes', async () => {
    const diagnose = vi.fn<Diagnose>((_, span) => {
      span.setAttribute('app.set', true);
      return { 'app.returned': 'yes' };
    });
    const { callSpans } = start(diagnose);
    simulator.load('1: 404; 2: ok');
    await makeClient(kind)
      .messages.create(PARAMS)
      .catch(() => undefined);
    const [span] = callSpans();
    expect(span?.attributes).toMatchObject({ 'app.set': true, 'app.returned': 'yes' });
    expect(diagnose).toHaveBeenCalledTimes(1);
    const [attributes, , times] = diagnose.mock.calls[0] as Parameters<Diagnose>;
    expect(attributes).toMatchObject({
      'anthropic.sdk.method': 'messages.create',
      'error.type': 'not_found_error',
    });
    expect(times.endTime).toBeGreaterThanOrEqual(times.startTime);
    expect(times.inFlight).toBe(0);
  });

  test('what it throws, and what is no object, changes neither call nor span', async () => {
    stepsFail('the diagnose hook');
    for (const diagnose of [
      () => {
        throw new Error('from the application');
      },
      () => 'no object' as unknown as undefined,
    ]) {
      const { callSpans } = start(diagnose);
      simulator.load('1: ok');
      expect((await makeClient(kind).messages.create(PARAMS)).type).toBe('message');
      expect(callSpans()).toHaveLength(1);
      expect(callSpans()[0]?.attributes).not.toHaveProperty('0');
      for (const stop of stops.splice(0)) stop();
    }
  });
});

const COUNTED = 'anthropic.client.diagnoses';
const REFUSALS: DiagnosisSpanProcessorOptions = { thresholds: { failFastRefusals: 3 } };

describe('over many calls', () => {
  const refused = async (
    makeOptions: (more: DiagnosisSpanProcessorOptions) => Parameters<typeof start>,
  ): Promise<{ readonly said: string[]; readonly counted: Record<string, number> }> => {
    const meter = startTestMeter();
    const said: string[] = [];
    const onDiagnosis = ({ id }: Diagnosis) => said.push(id);
    start(...makeOptions({ ...REFUSALS, meterProvider: meter.provider, onDiagnosis }));
    simulator.load('401');
    const client = makeClient('owned');
    for (let call = 0; call < 4; call++) await client.messages.create(PARAMS).catch(() => undefined);
    const points = (await meter.take())(COUNTED);
    await meter.stop();
    const counted = points.map(
      ({ attributes, value }) => [String(attributes['anthropic.diagnosis.id']), value] as const,
    );
    return { said, counted: Object.fromEntries(counted) };
  };

  test('the function finds what the processor finds; beside the processor nothing is counted twice', async () => {
    const byProcessor = await refused((more) => [undefined, new DiagnosisSpanProcessor(more)]);
    expect(byProcessor.said.some((id) => patterns.some((pattern) => pattern.id === id))).toBe(true);
    for (const stop of stops.splice(0)) stop();
    const byFunction = await refused((more) => [diagnoseCall(more)]);
    expect(byFunction).toEqual(byProcessor);
    for (const stop of stops.splice(0)) stop();
    const byBoth = await refused((more) => [diagnoseCall(more), new DiagnosisSpanProcessor(more)]);
    expect(byBoth).toEqual(byProcessor);
  });
});

test('calls are diagnosed also where no provider is registered', async () => {
  const found: string[] = [];
  const diagnose = diagnoseCall({ onDiagnosis: ({ id }) => found.push(id) });
  const instrumentation = new AnthropicInstrumentation({ diagnose });
  instrumentation.instrument(sdk);
  stops.push(() => instrumentation.disable());
  simulator.load('401');
  const call = makeClient('owned').messages.create(PARAMS);
  await expect(call).rejects.toThrow(sdk.AuthenticationError);
  expect(found).toEqual(['identity.key_invalid']);
});

test('a wrong option is named', () => {
  expect(() => new AnthropicInstrumentation({ diagnose: 'yes' as unknown as Diagnose })).toThrow(
    'AnthropicInstrumentation: diagnose is "yes"; expected a function',
  );
  expect(() => diagnoseCall({ thresholds: { outageShare: 50 } })).toThrow(
    'thresholds.outageShare: expected a number from 0 to 1, got 50',
  );
  expect(() => diagnoseCall({ rule: [] } as DiagnosisSpanProcessorOptions)).toThrow(
    'diagnoseCall: unknown option "rule"',
  );
});
