// Both sets of names of the GenAI conventions have the same facts for a call, and only the requested set is emitted.
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  EVENTS,
  type GenAiNames,
  isPreviousName,
  METRICS,
  RENAMED_ATTRIBUTES,
  RENAMED_EVENTS,
  RENAMED_METRICS,
} from '@sevenstep/semantic-conventions';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
afterEach(() => vi.unstubAllEnvs());

const CACHE = { input_tokens: 5, cache_creation_input_tokens: 40, cache_read_input_tokens: 20 };
const NAMES = [...Object.keys(METRICS), ...Object.keys(EVENTS)].filter((name) => name.startsWith('gen_ai.'));

/** The emitted telemetry of a stream and a failure: points of each metric, names of events, and cache writes by attribute. */
async function emitted(kind: (typeof SPAN_KINDS)[number]) {
  const { instrumentation } = fixture.telemetry;
  const exporter = new InMemoryLogRecordExporter();
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  instrumentation.setLoggerProvider(new LoggerProvider({ processors }));
  const meter: TestMeter = startTestMeter(instrumentation);
  fixture.simulator.load({
    faults: [{ when: { request: 1 }, answer: { usage: CACHE } }, { response: { status: 400 } }],
  });
  fixture.telemetry.takeSpans();
  for await (const _ of await fixture.client(kind).messages.create({ ...PARAMS, stream: true }));
  const { attributes } = fixture.telemetry.takeTrace();
  await expect(fixture.client(kind).messages.create(PARAMS)).rejects.toThrow();
  const points = await meter.take();
  await meter.stop();
  const events = exporter.getFinishedLogRecords().map(({ eventName }) => eventName);
  const there = NAMES.filter((name) => points(name).length > 0 || events.includes(name));
  return { there, points, events, attributes };
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each<[GenAiNames, boolean, boolean]>([
    ['latest', true, false],
    ['previous', false, true],
    ['both', true, true],
  ])('with %s names', async (genAiNames, hasLatest, hasPrevious) => {
    fixture.telemetry.instrumentation.setConfig({ genAiNames });
    const { there, events, attributes, points } = await emitted(kind);
    const renamed = [...RENAMED_METRICS, ...RENAMED_EVENTS];
    const due = [
      // The simulator's answers have no reasoning, so no metric of it is due.
      ...(hasLatest ? renamed.map(({ latest }) => latest).filter((name) => !name.includes('reasoning')) : []),
      ...(hasPrevious ? renamed.flatMap(({ previous }) => previous ?? []) : []),
    ];
    expect(there.sort()).toEqual([...new Set(due)].sort());
    // Each failure once for each name.
    expect(events).toHaveLength(genAiNames === 'both' ? 2 : 1);
    for (const { latest, previous } of RENAMED_ATTRIBUTES) {
      expect(attributes[latest]).toBe(40);
      expect(attributes[previous]).toBe(hasPrevious ? 40 : undefined);
    }
    const sums = (name: string) => points(name).map(({ value, sum }) => sum ?? value);
    if (hasLatest) expect(sums('gen_ai.client.inference.usage.input_tokens')).toEqual([65]);
    if (hasPrevious) expect(sums('gen_ai.client.token.usage')).toEqual([65, 12]);
  });

  test('by the variable of OpenTelemetry, and by default those of the release alone', async () => {
    const { instrumentation } = fixture.telemetry;
    instrumentation.setConfig({});
    expect((await emitted(kind)).there.filter(isPreviousName)).toEqual([]);
    vi.stubEnv('OTEL_SEMCONV_STABILITY_OPT_IN', 'http/dup,gen_ai/previous');
    instrumentation.setConfig({});
    const { there } = await emitted(kind);
    expect(there.length).toBeGreaterThan(0);
    expect(there.filter((name) => !isPreviousName(name))).toEqual([]);
  });
});
