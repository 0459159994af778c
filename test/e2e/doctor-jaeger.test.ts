// `sevenstep-doctor` on a real Jaeger: what it says of a trace there is what it says of the same trace in a file.
import { drills, healthy } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../examples/jaeger/src/ports.ts';
import { type Jaeger, startJaeger } from '../../examples/jaeger/src/start.ts';
import { runDoctor } from '../support/doctor.ts';
import { asOtlpLines, exportSpans, runDrills, type StoredTraces } from '../support/stored-traces.ts';

const IDS = [
  'service.overloaded',
  'limits.input_tokens_per_minute',
  'response.stream_interrupted',
  'request.model_not_found',
  'connection.refused',
  'limits.recovered',
] as const;
const DRILLS = [...IDS.map((id) => drills[id] ?? { title: id }), ...healthy.slice(0, 1)];

let jaeger: Jaeger;
let traces: StoredTraces;
let lines: string;
let service: string;
beforeAll(async () => {
  jaeger = await startJaeger(await freePorts(), console.log);
  traces = await runDrills(DRILLS);
  lines = await asOtlpLines(traces.spans);
  service = String(traces.spans[0]?.resource.attributes['service.name']);
  await exportSpans(traces.spans, `${jaeger.otlpUrl}/v1/traces`);
  for (const id of traces.traceIds.values()) await stored(id);
});
afterAll(() => jaeger?.stop());

/** Jaeger stores in batches: a moment may pass. */
async function stored(traceId: string): Promise<void> {
  const expected = traces.spans.filter((span) => span.spanContext().traceId === traceId).length;
  for (let tries = 0; tries < 600; tries += 1) {
    const response = await fetch(`${jaeger.queryUrl}/api/traces/${traceId}`);
    const answer = response.ok ? ((await response.json()) as { data: { spans: unknown[] }[] }) : undefined;
    if (answer?.data[0]?.spans.length === expected) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Jaeger did not store trace ${traceId}`);
}

const traceId = (id: string): string => traces.traceIds.get(drills[id]?.title ?? '') ?? '';

/** Without what is not the same on purpose: Jaeger keeps microseconds, files nanoseconds. */
function comparable(stdout: string) {
  return JSON.parse(stdout, (key, value) =>
    ['source', 'seconds', 'startSeconds', 'start', 'end', 'from', 'to', 'took'].includes(key)
      ? undefined
      : value,
  );
}

const ofFile = (...args: string[]) => runDoctor([...args, '--json'], { stdin: lines });

test.each(IDS)('diagnose --trace of %s says what it says of the file', async (id) => {
  const trace = traceId(id);
  const [there, here] = await Promise.all([
    runDoctor(['diagnose', '--jaeger', jaeger.queryUrl, '--trace', trace, '--json']),
    ofFile('diagnose', '-', '--trace', trace),
  ]);
  expect(there.stderr).toBe('');
  expect(comparable(there.stdout).groups[0].id).toBe(id);
  expect(comparable(there.stdout)).toEqual(comparable(here.stdout));
  expect(there.code).toBe(here.code);
});

test('diagnose --service has all of them', async () => {
  const { code, stdout, stderr } = await runDoctor(
    ['diagnose', '--service', service, '--last', '1h', '--json'],
    { env: { JAEGER_URL: jaeger.queryUrl } },
  );
  expect([code, stderr]).toEqual([3, '']);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ calls: DRILLS.length, healthy: 1 });
  expect(report.groups.map(({ id }: { id: string }) => id).toSorted()).toEqual(IDS.toSorted());
});

test('the address of a page of Jaeger is enough', async () => {
  const { code, stdout } = await runDoctor([
    'diagnose',
    `${jaeger.queryUrl}/trace/${traceId('service.overloaded')}`,
  ]);
  expect(code).toBe(3);
  expect(stdout).toContain('service.overloaded');
  expect(stdout).toContain('POST attempt 3');
});

test('a ticket out of Jaeger is the ticket out of the file', async () => {
  const trace = traceId('service.overloaded');
  const [there, here] = await Promise.all([
    runDoctor(['ticket', '--jaeger', jaeger.queryUrl, '--trace', trace, '--json']),
    ofFile('ticket', '-', '--trace', trace),
  ]);
  const { runtime: _, ...ticket } = comparable(there.stdout).ticket;
  const { runtime: __, ...expected } = comparable(here.stdout).ticket;
  expect(ticket).toEqual(expected);
});

describe('what Jaeger does not have is one line and 2', () => {
  const line = async (...args: string[]) => {
    const { code, stdout, stderr } = await runDoctor(['diagnose', '--jaeger', jaeger.queryUrl, ...args]);
    expect([code, stdout]).toEqual([2, '']);
    return stderr.replace('sevenstep-doctor: ', '').trimEnd();
  };

  test('an unknown trace', async () => {
    expect(await line('--trace', 'abcdef')).toBe(
      `Jaeger at ${jaeger.queryUrl} has no trace abcdef: not arrived yet, sampled out, or older than it keeps`,
    );
  });

  test('a mistyped service', async () => {
    expect(await line('--service', `${service}x`)).toBe(
      `Jaeger at ${jaeger.queryUrl} knows no service "${service}x"; did you mean ${service}?`,
    );
  });

  test('a time without traces', async () => {
    expect(await line('--service', service, '--last', '0.001s')).toBe(
      `Jaeger at ${jaeger.queryUrl} has no trace of ${service} in that time; look further back with --last`,
    );
  });

  test('the port that takes spans in place of the page', async () => {
    const { code, stderr } = await runDoctor(['diagnose', '--jaeger', jaeger.otlpUrl, '--trace', 'abcdef']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^sevenstep-doctor: http:\S+ answered 404 \(text\/plain\), not as Jaeger does: give the address of its page/,
    );
  });
});
