// Spans of other instrumentations: a failure that only status and exception tell is not taken for a healthy call.
import { expect, test } from 'vitest';
import { run } from './support/run.ts';

const MESSAGE =
  '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}';
const EXCEPTION = { 'exception.type': 'OverloadedError', 'exception.message': MESSAGE };

/** As @arizeai/openinference-instrumentation-anthropic 0.2.8 writes them, with SDK 1.12. */
const OPENINFERENCE = {
  'openinference.span.kind': 'LLM',
  'llm.model_name': 'claude-sonnet-5',
  'llm.system': 'anthropic',
  'llm.provider': 'anthropic',
};
/** As @traceloop/instrumentation-anthropic 0.27.0 writes them (`dist/index.js`). */
const TRACELOOP = {
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'claude-sonnet-5',
};

const list = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
const tags = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, type: 'string', value }));

interface Ending {
  readonly message?: string;
  readonly exception?: Readonly<Record<string, string>>;
}

const otlp = (attributes: Readonly<Record<string, string>>, ending: Ending | undefined) => ({
  traceId: 'a',
  spanId: 'b',
  name: 'chat',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001000000000',
  attributes: list(attributes),
  ...(ending && {
    status: { code: 2, message: ending.message },
    events: ending.exception && [{ name: 'exception', attributes: list(ending.exception) }],
  }),
});
const jaeger = (attributes: Readonly<Record<string, string>>, ending: Ending | undefined) => ({
  spans: [
    {
      traceID: 'a',
      spanID: 'b',
      operationName: 'chat',
      startTime: 1_700_000_000_000_000,
      duration: 1_000_000,
      tags: [
        ...tags(attributes),
        ...(ending ? [{ key: 'error', type: 'bool', value: true }] : []),
        ...(ending?.message ? tags({ 'otel.status_description': ending.message }) : []),
      ],
      logs: ending?.exception ? [{ fields: tags({ event: 'exception', ...ending.exception }) }] : [],
    },
  ],
});

const FAILED: [what: string, ending: Ending, id: string][] = [
  ['status and exception', { message: MESSAGE, exception: EXCEPTION }, 'service.overloaded'],
  ['the exception', { exception: EXCEPTION }, 'service.overloaded'],
  ["the status' sentence", { message: MESSAGE }, 'service.overloaded'],
  ['the status alone', {}, 'unknown.unrecognized'],
];

for (const [who, attributes] of Object.entries({ OPENINFERENCE, TRACELOOP })) {
  for (const [format, write] of Object.entries({ otlp, jaeger })) {
    const diagnosed = async (ending: Ending | undefined) => {
      const stdin = JSON.stringify(write(attributes, ending));
      const { code, stdout } = await run(['diagnose', '-', '--json'], { stdin: `${stdin}\n` });
      return { code, ids: JSON.parse(stdout).groups.map(({ id }: { id: string }) => id) };
    };
    test.each(FAILED)(`${who} in ${format}: a failure by %s`, async (_, ending, id) => {
      expect(await diagnosed(ending)).toEqual({ code: 3, ids: [id] });
    });
    test(`${who} in ${format}: a healthy call`, async () => {
      expect(await diagnosed(undefined)).toEqual({ code: 0, ids: [] });
    });
  }
}

test('a call that two instrumentations saw is one call', async () => {
  const outer = otlp(TRACELOOP, { message: MESSAGE });
  const inner = { ...otlp(TRACELOOP, { message: MESSAGE }), spanId: 'c', parentSpanId: 'b' };
  for (const spans of [
    [outer, inner],
    [inner, outer],
  ]) {
    const stdin = spans.map((span) => `${JSON.stringify(span)}\n`).join('');
    expect(JSON.parse((await run(['diagnose', '-', '--json'], { stdin })).stdout)).toMatchObject({
      calls: 1,
    });
  }
});

test("another instrumentation's HTTP spans are the attempts", async () => {
  const attempt = (spanId: string, second: number, status: string) => ({
    ...otlp({ 'http.method': 'POST', 'http.status_code': status }, undefined),
    name: 'POST',
    spanId,
    parentSpanId: 'b',
    startTimeUnixNano: `170000000${second}000000000`,
  });
  const call = otlp(TRACELOOP, { message: MESSAGE });
  const stdin = [attempt('2', 2, '529'), attempt('1', 0, '503'), call].map(
    (span) => `${JSON.stringify(span)}\n`,
  );
  const { stdout } = await run(['diagnose', '-'], { stdin: stdin.join('') });
  expect(stdout).toMatch(/POST attempt 1 .* 503\n.*wait.*\n.*POST attempt 2 .* 529\n/);
});

test('a failure whose span does not say at which step is shown as that', async () => {
  const stdin = `${JSON.stringify(otlp(TRACELOOP, { message: 'Something odd' }))}\n`;
  const { stdout } = await run(['diagnose', '-'], { stdin });
  expect(stdout).toMatch(/unknown\.unrecognized {2}error, step not known: /);
  expect(stdout).not.toMatch(/step 0|no response/i);
  const ticket = await run(['ticket', '-'], { stdin });
  expect(ticket.stdout).toContain('Step not known, `unknown.unrecognized`');
});

test('a time of OTLP is the millisecond that was written, not the one before it', async () => {
  const spans = Array.from({ length: 100 }, (_, index) => ({
    ...otlp(TRACELOOP, { message: MESSAGE }),
    traceId: `${index}`.padStart(32, 'a'),
    startTimeUnixNano: `${BigInt(1_790_000_000_000 + index)}000000`,
    endTimeUnixNano: `${BigInt(1_790_000_001_000 + index)}000000`,
  }));
  const stdin = spans.map((span) => `${JSON.stringify(span)}\n`).join('');
  const { groups } = JSON.parse((await run(['diagnose', '-', '--json', '--show', '100'], { stdin })).stdout);
  const starts = groups[0].worst.map(({ start }: { start: string }) => Date.parse(start)).sort();
  expect(starts).toEqual(Array.from({ length: 100 }, (_, index) => 1_790_000_000_000 + index));
});

test('a provider in capitals is counted: Traceloop for Python', async () => {
  const span = {
    'gen_ai.system': 'Anthropic',
    'gen_ai.request.model': 'claude-sonnet-5',
    'error.type': 'OverloadedError',
  };
  const stdin = `${JSON.stringify(otlp(span, { message: MESSAGE }))}\n`;
  expect(JSON.parse((await run(['diagnose', '-', '--json'], { stdin })).stdout)).toMatchObject({
    calls: 1,
    groups: [{ id: 'service.overloaded' }],
  });
});

test('a call whose own span has no status is diagnosed by the requests within it', async () => {
  const request = (id: string, status: number, at: number) => ({
    ...otlp({ 'http.request.method': 'POST' }, undefined),
    spanId: id,
    parentSpanId: 'b',
    startTimeUnixNano: `17000000000${at}0000000`,
    endTimeUnixNano: `17000000000${at + 1}0000000`,
    attributes: [
      { key: 'http.request.method', value: { stringValue: 'POST' } },
      { key: 'http.response.status_code', value: { intValue: status } },
    ],
    status: { code: 2 },
  });
  const spans = [otlp(TRACELOOP, {}), request('c', 429, 10), request('d', 529, 20)];
  const { stdout } = await run(['diagnose', '-'], {
    stdin: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  expect(stdout).toContain('service.overloaded');
});
