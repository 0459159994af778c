// The demo's situations in a real Jaeger: each trace is there, with its tags and its parents.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../examples/demo/src/run-situation.ts';
import { SITUATIONS } from '../../examples/demo/src/situations.ts';
import { freePorts } from '../../examples/jaeger/src/ports.ts';
import { type Jaeger, startJaeger } from '../../examples/jaeger/src/start.ts';

/** A span as Jaeger's query API has it. */
interface JaegerSpan {
  readonly spanID: string;
  readonly operationName: string;
  readonly startTime: number;
  readonly duration: number;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly tags: readonly { readonly key: string; readonly value: unknown }[];
}

/** Jaeger keeps start and duration in whole microseconds. */
const ROUNDING_US = 2;

const DEMO = fileURLToPath(new URL('../../examples/demo/src/main.ts', import.meta.url));

let jaeger: Jaeger;
let outcomes: Map<string, Outcome>;

beforeAll(async () => {
  jaeger = await startJaeger(await freePorts(), console.log);
  const { stdout } = await promisify(execFile)(process.execPath, [DEMO, '--json'], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpUrl,
      JAEGER_URL: jaeger.queryUrl,
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  const list = JSON.parse(stdout) as Outcome[];
  outcomes = new Map(list.map((outcome) => [outcome.situation.drill.title, outcome]));
});
afterAll(() => jaeger?.stop());

async function traceOf(outcome: Outcome): Promise<readonly JaegerSpan[]> {
  // Jaeger stores in batches: a moment may pass.
  const expected = 1 + outcome.attempts.length;
  for (let tries = 0; ; tries += 1) {
    const response = await fetch(`${jaeger.queryUrl}/api/traces/${outcome.traceId}`);
    const spans = response.ok
      ? ((await response.json()) as { data: { spans: JaegerSpan[] }[] }).data[0]?.spans
      : [];
    if ((spans && spans.length >= expected) || tries === 50) return spans ?? [];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const tagsOf = (span: JaegerSpan): Record<string, unknown> =>
  Object.fromEntries(span.tags.map(({ key, value }) => [key, value]));

describe('each situation is a trace in Jaeger', () => {
  test.each(SITUATIONS.map(({ drill, expected }) => [drill.title, expected] as const))(
    '%s',
    async (title, expected) => {
      const outcome = outcomes.get(title);
      if (!outcome) throw new Error(`the demo did not report "${title}"`);
      const spans = await traceOf(outcome);
      const roots = spans.filter(({ references }) => references.length === 0);
      expect(roots).toHaveLength(1);
      const [call] = roots as [JaegerSpan];
      const tags = tagsOf(call);
      const { attributes } = outcome.call;

      expect(call.operationName).toMatch(/^chat /);
      expect(tags['span.kind']).toBe('client');
      expect(tags['anthropic.diagnosis.id']).toBe(expected);
      for (const name of [
        'http.response.status_code',
        'error.type',
        'anthropic.request.id',
        'gen_ai.usage.input_tokens',
        'gen_ai.usage.output_tokens',
        'anthropic.stream.outcome',
        'http.request.resend_count',
        'anthropic.diagnosis.fix',
      ] as const) {
        expect(tags[name], name).toEqual(attributes[name]);
      }
      expect(tags.error).toBe(attributes['error.type'] === undefined ? undefined : true);

      const attempts = spans.filter((span) => span !== call);
      expect(attempts).toHaveLength(
        attributes['http.request.resend_count'] ? Number(attributes['http.request.resend_count']) + 1 : 0,
      );
      for (const attempt of attempts) {
        expect(attempt.references).toEqual([
          expect.objectContaining({ refType: 'CHILD_OF', spanID: call.spanID }),
        ]);
        expect(attempt.operationName).toBe('POST /v1/messages');
        expect(attempt.startTime).toBeGreaterThanOrEqual(call.startTime);
        expect(attempt.startTime + attempt.duration).toBeLessThanOrEqual(
          call.startTime + call.duration + ROUNDING_US,
        );
      }
    },
  );
});

/** The second column of the table of searches. */
const SEARCHES = readFileSync(new URL('../../examples/jaeger/SEARCHES.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => /^\| [^|]+ \| `(.+)` \|$/.exec(line)?.[1] ?? []);

test.each(SEARCHES)('the search %s of the page finds calls of the demo', async (search) => {
  const first = outcomes.get(SITUATIONS[0]?.drill.title ?? '');
  const requestId = String(first?.call.attributes['anthropic.request.id']);
  const pairs = search.replace('req_…', requestId).split(' ');
  const tags = Object.fromEntries(pairs.map((pair) => pair.split('=')));
  const url = new URL('/api/traces', jaeger.queryUrl);
  url.search = String(
    new URLSearchParams({
      service: 'sevenstep-demo',
      lookback: '1h',
      limit: '20',
      tags: JSON.stringify(tags),
    }),
  );
  const { data } = (await (await fetch(url)).json()) as { data: { spans: JaegerSpan[] }[] };
  expect(data.length).toBeGreaterThan(0);
  const found = data.flatMap(({ spans }) => spans.map(tagsOf));
  for (const [name, value] of Object.entries(tags))
    expect(found.map((each) => String(each[name]))).toContain(value);
});

test('the table of searches has rows', () => expect(SEARCHES.length).toBeGreaterThan(4));
