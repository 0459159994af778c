// One call counts once, whoever has a span of it, in whichever order the spans come; two calls count twice.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from './support/run.ts';

interface Given {
  readonly id: string;
  readonly parent?: string | undefined;
  readonly trace?: string;
  readonly service?: string;
  readonly scope?: string;
  /** Milliseconds. */
  readonly at: readonly [start: number, end: number];
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failed?: string | undefined;
  readonly kind?: number;
  readonly name?: string;
}

const BASE = 1_785_000_000_000;
const nanos = (milliseconds: number) => `${BigInt(BASE + milliseconds)}000000`;

const line = ({
  id,
  parent,
  trace = 't1',
  service = 'shop',
  scope,
  at,
  attributes,
  failed,
  kind,
  name,
}: Given): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
        scopeSpans: [
          {
            ...(scope !== undefined && { scope: { name: scope } }),
            spans: [
              {
                traceId: trace,
                spanId: id,
                parentSpanId: parent ?? '',
                name: name ?? 'chat',
                kind: kind ?? 3,
                startTimeUnixNano: nanos(at[0]),
                endTimeUnixNano: nanos(at[1]),
                attributes: Object.entries(attributes).map(([key, value]) => ({
                  key,
                  value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
                })),
                ...(failed !== undefined && { status: { code: 2, message: failed } }),
              },
            ],
          },
        ],
      },
    ],
  });

const OVERLOADED =
  '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_2"}';
type Make = (
  given: Omit<Given, 'attributes'> & { readonly id: string },
  outcome: 'ok' | 'failed',
  more?: Given['attributes'],
) => Given;

/** As our instrumentation, adopted or owned, has them. */
const ours: Make = (given, outcome, more = {}) => ({
  scope: '@sevenstep/instrumentation-anthropic',
  ...given,
  attributes: {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'claude-sonnet-5',
    'anthropic.sdk.method': 'messages.create',
    'http.request.method': 'POST',
    'server.address': 'api.anthropic.com',
    ...(outcome === 'ok'
      ? { 'http.response.status_code': 200, 'anthropic.request.id': 'req_1', 'gen_ai.response.id': 'msg_1' }
      : {
          'http.response.status_code': 529,
          'error.type': 'overloaded_error',
          'anthropic.error.message': 'Overloaded',
          'anthropic.request.id': 'req_2',
        }),
    ...more,
  },
  ...(outcome === 'failed' && { failed: 'Overloaded' }),
});
/** As @arizeai/openinference-instrumentation-anthropic 0.2.8. */
const openinference: Make = (given, outcome, more = {}) => ({
  scope: '@arizeai/openinference-instrumentation-anthropic',
  ...given,
  attributes: {
    'openinference.span.kind': 'LLM',
    'llm.provider': 'anthropic',
    'llm.model_name': 'claude-sonnet-5',
    ...more,
  },
  ...(outcome === 'failed' && { failed: OVERLOADED }),
});
/** As @traceloop/instrumentation-anthropic 0.27.0. */
const traceloop: Make = (given, outcome, more = {}) => ({
  scope: '@traceloop/instrumentation-anthropic',
  ...given,
  attributes: {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'claude-sonnet-5',
    ...more,
  },
  ...(outcome === 'failed' && { failed: OVERLOADED }),
});
/** As the SDK from 0.134 on has them, where we do not run. */
const sdk: Make = (given, outcome, more = {}) => ({
  scope: 'com.anthropic.sdk.typescript',
  ...given,
  attributes: {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'claude-sonnet-5',
    'http.response.status_code': outcome === 'ok' ? 200 : 529,
    ...(outcome === 'failed' && { 'error.type': 'overloaded_error' }),
    ...more,
  },
  ...(outcome === 'failed' && { failed: 'Overloaded' }),
});
/** A gateway's own span, in its service. */
const gateway: Make = (given, outcome, more = {}) => ({
  service: 'gateway',
  scope: 'litellm',
  ...given,
  attributes: { 'gen_ai.system': 'anthropic', 'gen_ai.request.model': 'anthropic/claude-sonnet-5', ...more },
  ...(outcome === 'failed' && { failed: OVERLOADED }),
});

const MAKERS = { openinference, traceloop, sdk, gateway };

interface Reported {
  readonly calls: number;
  readonly healthy: number;
  readonly failed: number;
  readonly ids: string[];
  readonly attempts: number[];
  readonly kept: string[];
}

async function diagnosed(spans: readonly Given[]): Promise<Reported> {
  const { stdout, stderr } = await run(['diagnose', '-', '--json'], {
    stdin: `${spans.map(line).join('\n')}\n`,
  });
  expect(stderr).toBe('');
  const { calls, healthy, found, groups } = JSON.parse(stdout);
  return {
    calls,
    healthy,
    failed: found.error,
    ids: groups.map(({ id }: { id: string }) => id),
    attempts: groups.map(({ attempts }: { attempts: number }) => attempts),
    kept: groups.flatMap(({ worst }: { worst: { spanId: string }[] }) => worst.map(({ spanId }) => spanId)),
  };
}

/** Every order of few spans; of more, a handful. */
function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length > 4) return [[...items], items.toReversed(), [...items.slice(2), ...items.slice(0, 2)]];
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) => ordersOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

async function inEveryOrder(spans: readonly Given[], expected: Partial<Reported>): Promise<void> {
  for (const order of ordersOf(spans)) expect(await diagnosed(order)).toMatchObject(expected);
}

const ROOT: Given = { id: 'root', at: [0, 5000], attributes: { 'http.route': '/' }, kind: 2, scope: 'app' };
const OUTCOMES = [
  ['ok', 'ok'],
  ['failed', 'failed'],
  ['ok', 'failed'],
  ['failed', 'ok'],
] as const;

describe.each(Object.entries(MAKERS))('a span of %s and one of ours are one call', (_, theirs) => {
  describe.each(OUTCOMES)('theirs %s, ours %s', (theirOutcome, ourOutcome) => {
    const isFailed = theirOutcome === 'failed' || ourOutcome === 'failed';
    const expected: Partial<Reported> = isFailed
      ? { calls: 1, healthy: 0, failed: 1, ids: ['service.overloaded'] }
      : { calls: 1, healthy: 1, failed: 0 };
    test('theirs around ours', async () => {
      const spans = [
        ROOT,
        theirs({ id: 'b', parent: 'root', at: [10, 1020] }, theirOutcome),
        ours({ id: 'a', parent: 'b', at: [12, 1000] }, ourOutcome),
      ];
      await inEveryOrder(spans, expected);
      if (ourOutcome === 'failed') expect((await diagnosed(spans)).kept).toEqual(['a']);
    });
    test('ours around theirs', async () => {
      await inEveryOrder(
        [
          ROOT,
          ours({ id: 'a', parent: 'root', at: [10, 1020] }, ourOutcome),
          theirs({ id: 'b', parent: 'a', at: [12, 1000] }, theirOutcome),
        ],
        expected,
      );
    });
    test('with spans of others between them', async () => {
      const between: Given = { id: 'mid', parent: 'b', at: [11, 1010], attributes: {}, scope: 'app' };
      await inEveryOrder(
        [
          theirs({ id: 'b', at: [10, 1020] }, theirOutcome),
          between,
          ours({ id: 'a', parent: 'mid', at: [12, 1000] }, ourOutcome),
        ],
        expected,
      );
    });
  });
});

describe('spans beside each other', () => {
  const sides = { openinference, traceloop, sdk };
  describe.each(Object.entries(sides))('of %s and of ours', (_, theirs) => {
    test.each([
      ['ok', 0],
      ['failed', 1],
    ] as const)('are one call where times and outcome are the same: %s', async (outcome, failed) => {
      const spans = [
        theirs({ id: 'b', parent: 'root', at: [10, 1020] }, outcome),
        ours({ id: 'a', parent: 'root', at: [14, 1001] }, outcome),
      ];
      await inEveryOrder(spans, { calls: 1, failed });
    });
    test('are one call by the id of the message, whatever the times', async () => {
      const spans = [
        theirs({ id: 'b', parent: 'root', at: [10, 40] }, 'ok', { 'gen_ai.response.id': 'msg_1' }),
        ours({ id: 'a', parent: 'root', at: [14, 4000] }, 'ok'),
      ];
      await inEveryOrder(spans, { calls: 1 });
    });
    test.each<[what: string, their: Given['attributes'], at: readonly [number, number]]>([
      ['another message', { 'gen_ai.response.id': 'msg_2' }, [10, 1020]],
      [
        'another model',
        { 'gen_ai.request.model': 'claude-opus-5', 'llm.model_name': 'claude-opus-5' },
        [10, 1020],
      ],
      ['other tokens', { 'gen_ai.usage.output_tokens': 5, 'llm.token_count.completion': 5 }, [10, 1020]],
      ['other times', {}, [400, 1900]],
      ['one after the other', {}, [1100, 2100]],
    ])('are two calls: %s', async (_, their, at) => {
      const spans = [
        theirs({ id: 'b', parent: 'root', at }, 'ok', their),
        ours({ id: 'a', parent: 'root', at: [14, 1001] }, 'ok', { 'gen_ai.usage.output_tokens': 7 }),
      ];
      await inEveryOrder(spans, { calls: 2, healthy: 2 });
    });
    test('are two calls where one failed and nothing says that they are the same', async () => {
      const spans = [
        theirs({ id: 'b', parent: 'root', at: [10, 1020] }, 'failed'),
        ours({ id: 'a', parent: 'root', at: [14, 1001] }, 'ok'),
      ];
      await inEveryOrder(spans, { calls: 2, healthy: 1, failed: 1 });
    });
    test('are two calls where the same instrumentations are around each other for a third', async () => {
      const spans = [
        theirs({ id: 'b', parent: 'root', at: [2000, 3020] }, 'ok'),
        ours({ id: 'a', parent: 'b', at: [2002, 3000] }, 'ok', { 'gen_ai.response.id': 'msg_3' }),
        theirs({ id: 'c', parent: 'root', at: [10, 1020] }, 'ok'),
        ours({ id: 'd', parent: 'root', at: [14, 1001] }, 'ok'),
      ];
      await inEveryOrder(spans, { calls: 3 });
    });
    test('at once, eight calls: eight', async () => {
      const spans = Array.from({ length: 8 }, (_, index) => [
        theirs({ id: `b${index}`, parent: 'root', at: [index, 500 + index * 300] }, 'ok'),
        ours({ id: `a${index}`, parent: 'root', at: [index + 1, 499 + index * 300] }, 'ok', {
          'gen_ai.response.id': `msg_${index}`,
        }),
      ]).flat();
      await inEveryOrder(spans, { calls: 8, healthy: 8 });
    });
  });

  test('of one instrumentation are as many calls as spans, however alike', async () => {
    for (const make of [ours, openinference, traceloop, sdk]) {
      const spans = ['a', 'b', 'c'].map((id) => make({ id, parent: 'root', at: [10, 1000] }, 'ok'));
      await inEveryOrder(spans, { calls: 3, healthy: 3 });
    }
  });

  test('of two that may be the same call the closer one is', async () => {
    const spans = [
      sdk({ id: 'far', parent: 'root', at: [0, 1000] }, 'failed'),
      sdk({ id: 'near', parent: 'root', at: [10, 1001] }, 'failed'),
      ours({ id: 'a', parent: 'root', at: [9, 1001] }, 'failed'),
    ];
    for (const order of ordersOf(spans)) {
      const { calls, kept } = await diagnosed(order);
      expect([calls, kept.toSorted()]).toEqual([2, ['a', 'far']]);
    }
  });

  test('are one call with the requests that are within either', async () => {
    const request = (id: string, at: Given['at']): Given => ({
      id,
      parent: 'b',
      scope: 'http',
      at,
      attributes: {
        'http.request.method': 'POST',
        'server.address': 'api.anthropic.com',
        'http.response.status_code': 529,
      },
    });
    const spans = [
      ours({ id: 'a', parent: 'root', at: [14, 1001] }, 'failed', { 'http.request.resend_count': 1 }),
      traceloop({ id: 'b', parent: 'root', at: [10, 1020] }, 'failed'),
      request('x', [20, 400]),
      request('y', [500, 1000]),
    ];
    for (const order of ordersOf(spans)) {
      const { stdout } = await run(['diagnose', '-', '--json'], { stdin: `${order.map(line).join('\n')}\n` });
      const [{ waterfall }] = JSON.parse(stdout).groups[0].worst;
      // The call, two requests, and the wait between them.
      expect(waterfall).toHaveLength(4);
    }
  });

  test('of two services are two calls', async () => {
    const spans = [
      openinference({ id: 'b', service: 'cart', at: [10, 1020] }, 'ok'),
      ours({ id: 'a', at: [12, 1000] }, 'ok'),
    ];
    await inEveryOrder(spans, { calls: 2 });
  });

  test('of two traces are two calls', async () => {
    const spans = [
      openinference({ id: 'b', trace: 't2', at: [10, 1020] }, 'ok'),
      ours({ id: 'a', at: [12, 1000] }, 'ok'),
    ];
    await inEveryOrder(spans, { calls: 2 });
  });
});

describe('a framework that retries by itself', () => {
  const retried = (outcome: 'ok' | 'failed', parent: string) => [
    traceloop(
      { id: 'w', parent: 'root', scope: '@traceloop/instrumentation-langchain', at: [0, 3010] },
      outcome,
    ),
    ours({ id: 'a', parent, at: [5, 500] }, 'failed'),
    ours({ id: 'b', parent, at: [1500, 2000] }, 'failed', { 'anthropic.request.id': 'req_3' }),
    ours({ id: 'c', parent, at: [2500, 3000] }, outcome, {
      'anthropic.request.id': outcome === 'ok' ? 'req_1' : 'req_2',
    }),
  ];
  test.each(['w', 'root'])('is no call of its own, around them or beside them: %s', async (parent) => {
    await inEveryOrder(retried('ok', parent), { calls: 3, healthy: 1, failed: 2 });
    await inEveryOrder(retried('failed', parent), { calls: 3, healthy: 0, failed: 3 });
  });
  test('whose own failure no call explains is not hidden', async () => {
    const [wrapper, ...calls] = retried('ok', 'w');
    if (wrapper === undefined) throw new Error('no wrapper');
    await inEveryOrder([{ ...wrapper, failed: OVERLOADED }, ...calls], { calls: 4, healthy: 1, failed: 3 });
  });
});

describe('in two services', () => {
  const there: Given = {
    id: 'srv',
    parent: 'a',
    service: 'gateway',
    scope: 'http',
    at: [20, 990],
    attributes: { 'http.request.method': 'POST', 'url.path': '/v1/messages' },
    kind: 2,
  };
  test('the same call is one, also where their clocks differ by minutes', async () => {
    for (const skew of [0, 240_000, -240_000]) {
      const spans = [
        ours({ id: 'a', at: [10, 1020] }, 'failed', {
          'http.response.status_code': 502,
          'error.type': 'api_error',
        }),
        there,
        ours({ id: 'b', service: 'gateway', parent: 'srv', at: [30 + skew, 980 + skew] }, 'failed'),
      ];
      await inEveryOrder(spans, { calls: 1, failed: 1 });
    }
  });
  test("a gateway's requests for each attempt are the attempts of one call", async () => {
    const more = { 'http.request.resend_count': 2 };
    const spans = [
      ours({ id: 'a', at: [0, 3000] }, 'failed', more),
      ...[0, 1, 2].map((index) =>
        gateway({ id: `g${index}`, parent: 'a', at: [index * 1000 + 5, index * 1000 + 900] }, 'failed'),
      ),
    ];
    await inEveryOrder(spans, { calls: 1, failed: 1, attempts: [3], kept: ['a'] });
  });
  test('a request that a server received is no attempt', async () => {
    const { stdout } = await run(['diagnose', '-', '--json'], {
      stdin: `${[traceloop({ id: 'a', at: [10, 1020] }, 'failed'), there].map(line).join('\n')}\n`,
    });
    expect(JSON.parse(stdout).groups[0].worst[0].waterfall.map(({ kind }: { kind: string }) => kind)).toEqual(
      ['call'],
    );
  });
});

describe('a span that comes again', () => {
  test('in one file or from two counts once, and the one with more in it is read', async () => {
    const whole = ours({ id: 'a', at: [10, 1000] }, 'failed');
    const begun: Given = {
      ...whole,
      at: [10, -BASE],
      attributes: { 'gen_ai.provider.name': 'anthropic' },
      failed: undefined,
    };
    await inEveryOrder([whole, whole, whole], { calls: 1, failed: 1 });
    await inEveryOrder([begun, whole], { calls: 1, failed: 1, ids: ['service.overloaded'] });
  });
  test('is counted once in another format, too', async () => {
    const otlp = line(ours({ id: 'a', at: [10, 1000] }, 'failed'));
    const jaeger = JSON.stringify({
      traceID: 't1',
      spans: [
        {
          traceID: 't1',
          spanID: 'a',
          operationName: 'chat',
          startTime: (BASE + 10) * 1000,
          duration: 990_000,
          processID: 'p',
          tags: [{ key: 'gen_ai.provider.name', type: 'string', value: 'anthropic' }],
        },
      ],
      processes: { p: { serviceName: 'shop' } },
    });
    for (const stdin of [`${otlp}\n${jaeger}\n`, `${jaeger}\n${otlp}\n`]) {
      const { stdout } = await run(['diagnose', '-', '--json'], { stdin });
      expect(JSON.parse(stdout)).toMatchObject({ calls: 1, found: { error: 1 } });
    }
  });
  test('as an attempt is one attempt', async () => {
    const attempt = (id: string, start: number): Given => ({
      id,
      parent: 'a',
      scope: '@sevenstep/instrumentation-anthropic',
      at: [start, start + 50],
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 529, 'error.type': '529' },
    });
    const spans = [
      ours({ id: 'a', at: [0, 1000] }, 'failed', { 'http.request.resend_count': 1 }),
      attempt('x', 1),
      attempt('y', 500),
      attempt('y', 500),
      attempt('x', 1),
    ];
    const { stdout } = await run(['ticket', '-', '--json'], { stdin: `${spans.map(line).join('\n')}\n` });
    expect(JSON.parse(stdout).ticket.calls[0].attempts).toHaveLength(2);
  });
});

test('the request id of ours is in the ticket, also where another span tells of the failure', async () => {
  const spans = [
    openinference({ id: 'b', at: [0, 1020] }, 'failed'),
    ours({ id: 'a', parent: 'b', at: [5, 1000] }, 'ok'),
    {
      id: 'h',
      parent: 'a',
      scope: 'undici',
      at: [6, 1010],
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 200 },
    } satisfies Given,
  ];
  const { stdout } = await run(['ticket', '-', '--json'], { stdin: `${spans.map(line).join('\n')}\n` });
  const [call] = JSON.parse(stdout).ticket.calls;
  expect(call.diagnosis.id).toBe('service.overloaded');
  expect(call.attempts.map(({ facts }: { facts: Record<string, string> }) => facts['request id'])).toEqual([
    'req_1',
  ]);
});

describe('odd times and parents', () => {
  test.each<[what: string, more: Partial<Given>]>([
    ['an end before the start', { at: [1000, 10] }],
    ['no start', { at: [-BASE, 1000] }],
    ['a start beyond any date', { at: [1e18, 1e18 + 5] }],
    ['no time at all', { at: [-BASE, -BASE] }],
    ['a parent that is not there', { parent: 'gone' }],
    ['itself as its parent', { parent: 'a' }],
  ])('%s: the call is diagnosed, and no duration is negative', async (_, more) => {
    const stdin = `${line({ ...ours({ id: 'a', at: [10, 1000] }, 'failed'), ...more })}\n`;
    const { code, stdout } = await run(['diagnose', '-', '--json'], { stdin });
    const { calls, groups } = JSON.parse(stdout);
    expect({ code, calls, id: groups[0].id }).toEqual({ code: 3, calls: 1, id: 'service.overloaded' });
    expect(groups[0].seconds).toBeGreaterThanOrEqual(0);
    for (const row of groups[0].worst[0].waterfall) expect(row.seconds).toBeGreaterThanOrEqual(0);
  });
  test('two spans that are each other’s parent end in a report', async () => {
    await inEveryOrder(
      [
        ours({ id: 'a', parent: 'b', at: [0, 1000] }, 'failed'),
        openinference({ id: 'b', parent: 'a', at: [0, 1000] }, 'failed'),
      ],
      { failed: 1, calls: 1 },
    );
  });
  test('a call without an end is not called healthy', async () => {
    const open = ours({ id: 'a', at: [10, -BASE] }, 'ok', { 'http.response.status_code': 200 });
    const { code, stdout } = await run(['diagnose', '-'], { stdin: `${line(open)}\n` });
    expect(stdout).toContain('1 call in 0 s: 1 without an end');
    expect(code).toBe(4);
    expect(await diagnosed([open])).toMatchObject({ calls: 1, healthy: 0, failed: 0 });
  });
});

describe('spans of a call in several files', () => {
  const attempt = (id: string, start: number): Given => ({
    id,
    parent: '00A1',
    scope: '@sevenstep/instrumentation-anthropic',
    at: [start, start + 50],
    attributes: { 'http.request.method': 'POST', 'http.response.status_code': 529, 'error.type': '529' },
  });
  const call = ours({ id: '00a1', at: [0, 1000] }, 'failed', { 'http.request.resend_count': 1 });
  const other = openinference({ id: 'b2', parent: 'A1', trace: '00T1', at: [1, 999] }, 'failed');
  const write = async (...files: string[]) => {
    const folder = await mkdtemp(join(tmpdir(), 'doctor-files-'));
    const paths = files.map((_, index) => join(folder, `traces-${index}.jsonl`));
    for (const [index, path] of paths.entries()) await writeFile(path, files[index] ?? '');
    return paths;
  };
  const text = (...spans: Given[]) => `${spans.map(line).join('\n')}\n`;

  test('are one call, and its attempts, in whichever order the files come', async () => {
    const files = [text(attempt('c1', 1)), text(call), text(attempt('c2', 500), other)];
    for (const order of ordersOf(files)) {
      const { code, stdout } = await run(['diagnose', ...(await write(...order)), '--json']);
      const report = JSON.parse(stdout);
      expect({ code, calls: report.calls, attempts: report.groups[0].attempts }).toEqual({
        code: 3,
        calls: 1,
        attempts: 2,
      });
      expect(report.source).toMatch(/traces-0\.jsonl and 2 more files$/);
    }
  });

  test('a file twice is one file', async () => {
    const [path = ''] = await write(text(call, attempt('c1', 1), attempt('c2', 500)));
    const once = JSON.parse((await run(['diagnose', path, '--json'])).stdout);
    const twice = JSON.parse((await run(['diagnose', path, path, '--json'])).stdout);
    expect(twice.groups).toEqual(once.groups);
  });

  test('a file that cannot be read is named, and the exit code is not 0', async () => {
    const [broken = '', healthy = ''] = await write('', text(ours({ id: 'a', at: [0, 5] }, 'ok')));
    const { code, stdout, stderr } = await run(['diagnose', broken, healthy]);
    expect([code, stderr]).toEqual([2, `${broken} is empty\n`]);
    expect(stdout).toContain('1 call');
    const ticket = await run(['ticket', broken, healthy]);
    expect([ticket.code, ticket.stderr]).toEqual([2, `${broken} is empty\n`]);
    expect((await run(['diagnose', healthy, 'nowhere.json'])).code).toBe(2);
    expect((await run(['diagnose', healthy, '-'])).stderr).toContain(
      '- cannot be read together with other files',
    );
  });
});
