// Lints randomly changed requests and hostile objects. Findings stay right, and no check throws.
import { lintRequest } from '@sevenstep/checklist/request';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCEPTED } from '../requests/accepted.ts';
import { BREAKS } from '../requests/breaks.ts';
import { ASK, type Params, tool, use, user } from '../requests/forms.ts';

const idsOf = (params: unknown, context = {}) => lintRequest(params, context).map(({ id }) => id);

/** Requests to Anthropic's Messages API, without a context that the changed request would need too. */
const PLAIN = ACCEPTED.filter(
  ({ params, context }) => context === undefined && !('anthropic_version' in params),
);
const ANYWHERE = BREAKS.filter(({ anywhere }) => anywhere);

const RUNS = { numRuns: 300, seed: 7 };

describe('by chance', () => {
  it('an accepted request that is broken once has the finding of its break', () => {
    expect(ANYWHERE.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(fc.constantFrom(...PLAIN), fc.constantFrom(...ANYWHERE), ({ params }, { id, change }) => {
        expect(idsOf(change(params))).toContain(id);
      }),
      RUNS,
    );
  });

  it('the order of fields changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACCEPTED), fc.nat(), ({ params, context }, seed) => {
        expect(idsOf(shuffled(params, seed), context)).toEqual([]);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(fc.constantFrom(...BREAKS), fc.nat(), ({ change, base = ASK, context }, seed) => {
        const broken = change(base);
        expect(idsOf(shuffled(broken, seed), context).toSorted()).toEqual(idsOf(broken, context).toSorted());
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  it('any JSON has findings of step 4 alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (messages, tools, thinking) => {
        for (const finding of lintRequest({ ...ASK, messages, tools, thinking })) {
          expect([finding.step, finding.severity]).toEqual([4, 'error']);
          expect(finding.summary.length).toBeLessThanOrEqual(200);
        }
      }),
      RUNS,
    );
  });
});

/** The same value, with object fields in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, held]) => [name, shuffled(held, seed)] as const);
  const turn = seed % Math.max(1, fields.length);
  return Object.fromEntries([...fields.slice(turn), ...fields.slice(0, turn)].toReversed());
}

const circle: Record<string, unknown> = { type: 'text' };
circle.text = circle;
const ran: string[] = [];
const withGetter = (name: string) =>
  Object.defineProperty({ ...ASK }, name, {
    enumerable: true,
    get: () => {
      ran.push(name);
      throw new Error('must not be read');
    },
  });
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const throwing = new Proxy(
  {},
  {
    ownKeys: () => {
      throw new Error('no keys');
    },
  },
);
const endless: object = new Proxy(
  {},
  {
    ownKeys: () => ['a', 'b', 'c'],
    getOwnPropertyDescriptor: () => ({ value: endless, enumerable: true, configurable: true }),
  },
);
const deep = (levels: number): unknown => {
  let value: unknown = 'end';
  for (let level = 0; level < levels; level++) value = { properties: { a: value } };
  return value;
};

const HOSTILE: readonly (readonly [title: string, given: unknown])[] = [
  ['nothing', undefined],
  ['a text', 'model'],
  ['a list', [ASK]],
  ['a function', () => ASK],
  ['a circle', { ...ASK, messages: [user([circle])] }],
  ['a request in itself', Object.assign(Object.create(null), { ...ASK, tools: [circle] })],
  ['a revoked proxy', revoked.proxy],
  ['a revoked proxy within', { ...ASK, tools: [revoked.proxy], messages: [revoked.proxy] }],
  ['a proxy that throws', { ...ASK, metadata: throwing, messages: [throwing, user([throwing])] }],
  ['a proxy without an end', { ...ASK, tools: endless }],
  ['100 000 levels', { ...ASK, tools: [tool('a', { input_schema: deep(100_000) })] }],
  ['a sparse list', { ...ASK, stop_sequences: new Array(4_000_000_000) }],
  ['two million items', { ...ASK, stop_sequences: new Array(2_000_000).fill('x') }],
  ['300 000 fields', Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`f${index}`, 1]))],
  [
    'names of the prototype',
    JSON.parse(
      '{"__proto__":{"model":1},"constructor":{},"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"__proto__"},{"type":"constructor"}]}],"tools":[{"type":"toString","name":"a"}],"thinking":{"type":"valueOf"}}',
    ),
  ],
  [
    'numbers that JSON does not have',
    { ...ASK, max_tokens: Number.NaN, top_k: Number.POSITIVE_INFINITY, temperature: 10n },
  ],
  [
    'objects of classes',
    { ...ASK, metadata: new Date(), system: new URL('https://example.com'), tools: new Map() },
  ],
  ['symbols', { ...ASK, [Symbol('a')]: 1, metadata: Symbol('b') }],
  [
    'a toJSON that throws',
    {
      ...ASK,
      metadata: {
        toJSON: () => {
          throw new Error('no');
        },
      },
    },
  ],
];

describe('made to harm', () => {
  it.each(HOSTILE)('%s', (_title, given) => {
    const found = lintRequest(given);
    expect(Array.isArray(found)).toBe(true);
    expect(({} as Params).model).toBeUndefined();
  });

  it.each(['model', 'messages', 'max_tokens', 'tools', 'system', 'thinking'])(
    'a getter of %s is not run',
    (name) => {
      expect(lintRequest(withGetter(name))).toEqual([]);
      expect(ran).toEqual([]);
    },
  );

  it('four times as many blocks with mistakes take no more than ten times as long', () => {
    const spentOn = (count: number): number => {
      const rounds = Array.from({ length: count }, (_, index) => [
        { role: 'assistant', content: [use(`toolu_${index}`), { type: 'text', text: '' }] },
        user([{ type: 'tool_result', tool_use_id: `toolu_${index + 1}`, content: 'x' }, { type: 'image' }]),
      ]).flat();
      const before = process.cpuUsage();
      const found = lintRequest({ ...ASK, messages: [user('Go'), ...rounds] });
      const { user: spent } = process.cpuUsage(before);
      // A single check reports at most 100 problems.
      expect(found.length).toBeGreaterThan(100);
      expect(found.length).toBeLessThan(1000);
      return spent;
    };
    spentOn(2000);
    // If each block examined every other block, it would take sixteen times as long.
    expect(spentOn(12_000) / spentOn(3000)).toBeLessThan(10);
  });
});
