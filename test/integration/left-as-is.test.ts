// Objects of the application and the SDK stay unchanged: client classes, clients, and the SDK's spans.
import Anthropic from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();

test('a client class makes only the clients that the application asks for', async () => {
  let made = 0;
  class Counted extends Anthropic {
    constructor(...args: ConstructorParameters<typeof Anthropic>) {
      super(...args);
      made += 1;
    }
  }
  fixture.telemetry.instrumentation.instrument(Counted);
  expect(made).toBe(0);
  const client = new Counted({ apiKey: SIMULATOR_API_KEY, baseURL: fixture.simulator.url });
  for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
  expect(made).toBe(1);
  expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('completed');
});

const members = (object: object) =>
  Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)] as const);

test.each(SPAN_KINDS)('%s call spans: a client and its span get no members', async (kind) => {
  const during: unknown[] = [];
  const client = new Anthropic({
    apiKey: SIMULATOR_API_KEY,
    baseURL: fixture.simulator.url,
    ...clientOptionsFor(kind),
    fetch: (...args) => {
      during.push(members(client));
      const span = trace.getActiveSpan();
      during.push(span && [Object.hasOwn(span, 'end'), Object.hasOwn(span, 'setStatus')]);
      return fetch(...args);
    },
  });
  const before = members(client);
  for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
  expect(during).toEqual([before, [false, false]]);
  expect(members(client)).toEqual(before);
  const { call } = fixture.telemetry.takeTrace();
  expect([Object.hasOwn(call, 'end'), Object.hasOwn(call, 'setStatus')]).toEqual([false, false]);
});

/** The appearance of a stream and its iterator. */
async function seenOf(items: AsyncIterable<unknown>) {
  const iterator = items[Symbol.asyncIterator]() as AsyncGenerator<unknown>;
  const seen = {
    prototype: Object.getPrototypeOf(items),
    keys: Object.keys(items),
    inLoop: Array.from(inLoop(items)),
    name: Object.prototype.toString.call(iterator),
    iteratesItself: iterator[Symbol.asyncIterator]() === iterator,
    isDisposable: typeof Reflect.get(iterator, Symbol.asyncDispose),
    methods: (['next', 'return', 'throw'] as const).map((method) => typeof iterator[method]),
  };
  return { seen, iterator };
}
function* inLoop(object: object): Iterable<string> {
  for (const name in object) yield name;
}

const LINES = '{"custom_id":"a"}\n{"custom_id":"b"}\n';
const BATCH = { id: 'msgbatch_1', results_url: 'http://127.0.0.1/results' };
const STREAMS: Readonly<Record<string, (client: Anthropic) => Promise<AsyncIterable<unknown>>>> = {
  events: (client) => client.messages.create({ ...PARAMS, stream: true }),
  'results of a batch': (client) => client.messages.batches.results('msgbatch_1'),
};

describe.each(Object.keys(STREAMS))('a stream of %s', (what) => {
  const open = async () => {
    const fetching: typeof fetch = async (url, init) => {
      if (what === 'events') return fetch(url, init);
      if (!String(url).endsWith('/results')) return Response.json(BATCH);
      return new Response(LINES, { headers: { 'content-type': 'application/x-jsonl' } });
    };
    const client = fixture.client('owned', { fetch: fetching });
    return (STREAMS[what] as (typeof STREAMS)[string])(client);
  };
  const bare = async () => {
    fixture.telemetry.instrumentation.disable();
    try {
      return await open();
    } finally {
      fixture.telemetry.instrumentation.enable();
    }
  };

  test('looks as without us, and so does its iterator', async () => {
    const [observed, expected] = [await seenOf(await open()), await seenOf(await bare())];
    expect(observed.seen).toEqual(expected.seen);
    await observed.iterator.return(undefined);
    await expected.iterator.return(undefined);
  });

  test.each<[string, (iterator: AsyncGenerator<unknown>) => Promise<unknown>]>([
    ['is left', (iterator) => iterator.return('enough')],
    ['is left before it is read', async (iterator) => iterator.return('enough')],
    ['is thrown into', (iterator) => iterator.throw(new RangeError('enough'))],
  ])('that %s does what it does without us', async (how, leave) => {
    const outcomes = [];
    for (const make of [open, bare]) {
      const iterator = (await make())[Symbol.asyncIterator]() as AsyncGenerator<unknown>;
      if (!how.includes('before')) await iterator.next();
      outcomes.push(await leave(iterator).catch(String));
      outcomes.push(await iterator.next());
    }
    expect(outcomes.slice(0, 2)).toEqual(outcomes.slice(2));
    fixture.telemetry.takeSpans();
  });
});
