// Cases: the application aborts, at every point of a call; and what stays on a signal that lives on.
import { type Case, PARAMS, STREAM_PARAMS, wait } from '../case.ts';

/** For a request to reach its server on a busy machine. */
const LONG_ENOUGH_MS = 400;

const ABORTED = { method: 'messages.create', absent: ['error.type'] };

export const ABORT_CASES: readonly Case[] = [
  {
    name: 'aborted before it began',
    feature: 'abort',
    run: ({ client, watch }) => client.messages.create(PARAMS, { signal: watch(AbortSignal.abort()) }),
    calls: [ABORTED],
  },
  {
    name: 'abort before the headers',
    feature: 'abort',
    script: '*: hang',
    run: ({ client, watch }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), LONG_ENOUGH_MS);
      return client.messages.create(PARAMS, { signal: watch(controller.signal) });
    },
    calls: [ABORTED],
  },
  {
    name: 'abort with a reason',
    feature: 'abort',
    script: '*: hang',
    run: ({ client, watch }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new RangeError('enough')), LONG_ENOUGH_MS);
      return client.messages.create(PARAMS, { signal: watch(controller.signal) });
    },
    calls: [ABORTED],
  },
  {
    name: 'AbortSignal.timeout()',
    feature: 'abort',
    script: '*: hang',
    run: ({ client, watch }) =>
      client.messages.create(PARAMS, { signal: watch(AbortSignal.timeout(LONG_ENOUGH_MS)) }),
    calls: [
      { method: 'messages.create', failed: true, attributes: { 'error.type': 'client_timeout_error' } },
    ],
  },
  {
    name: 'abort while the SDK waits to send again',
    feature: 'abort',
    script: '1: 429 retry-after=0.4; 2: ok',
    run: ({ client, watch }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 120);
      return client.messages.create(PARAMS, { signal: watch(controller.signal) });
    },
    calls: [
      { ...ABORTED, attributes: { 'http.response.status_code': 429, 'anthropic.retry.outcome': 'aborted' } },
    ],
  },
  {
    name: 'abort in the stream',
    feature: 'abort',
    script: { faults: [{ answer: { text: 'word '.repeat(40), pauseMs: 15 } }] },
    run: async ({ client, watch, saw }) => {
      const controller = new AbortController();
      const stream = await client.messages.create(STREAM_PARAMS, { signal: watch(controller.signal) });
      let deltas = 0;
      for await (const { type } of stream) {
        if (type === 'content_block_delta' && ++deltas === 2) controller.abort();
        else if (deltas < 2) saw(type);
      }
      return stream.controller.signal.aborted;
    },
    calls: [{ ...ABORTED, attributes: { 'anthropic.stream.outcome': 'aborted' } }],
  },
  {
    name: 'abort by the stream’s own controller',
    feature: 'abort',
    script: { faults: [{ answer: { text: 'word '.repeat(40), pauseMs: 15 } }] },
    run: async ({ client, saw }) => {
      const stream = await client.messages.create(STREAM_PARAMS);
      let events = 0;
      for await (const { type } of stream) {
        if (++events === 3) stream.controller.abort();
        else if (events < 3) saw(type);
      }
      return stream.controller.signal.aborted;
    },
    calls: [{ ...ABORTED, attributes: { 'anthropic.stream.outcome': 'aborted' } }],
  },
  {
    name: 'abort of a stream that is not read yet',
    feature: 'abort',
    script: { faults: [{ answer: { text: 'word '.repeat(40), pauseMs: 15 } }] },
    run: async ({ client, watch, saw }) => {
      const controller = new AbortController();
      const stream = await client.messages.create(STREAM_PARAMS, { signal: watch(controller.signal) });
      controller.abort();
      for await (const { type } of stream) saw(type);
    },
    calls: [{ ...ABORTED, attributes: { 'anthropic.stream.outcome': 'aborted' } }],
  },
  {
    name: 'abort after the end',
    feature: 'abort',
    run: async ({ client, watch }) => {
      const controller = new AbortController();
      const message = await client.messages.create(PARAMS, { signal: watch(controller.signal) });
      controller.abort();
      await wait(10);
      return message;
    },
    calls: [{ ...ABORTED, attributes: { 'gen_ai.usage.output_tokens': 12 } }],
  },
  {
    name: 'one signal for many calls keeps as many listeners as without us',
    feature: 'abort',
    run: async ({ client, watch, saw }) => {
      const signal = watch(new AbortController().signal);
      for (let index = 0; index < 5; index++) saw((await client.messages.create(PARAMS, { signal })).type);
      for await (const _ of await client.messages.create(STREAM_PARAMS, { signal }));
      await client.messages.stream(PARAMS, { signal }).done();
    },
    calls: [
      ...Array.from({ length: 6 }, () => ({ method: 'messages.create' })),
      { method: 'messages.stream' },
    ],
  },
  {
    name: 'nothing is kept of calls that are over',
    feature: 'abort',
    run: async ({ client, collectGarbage }) => {
      const left: { readonly what: string; readonly reference: WeakRef<object> }[] = [];
      const call = async (stream: boolean): Promise<void> => {
        const params = { ...PARAMS, stream, messages: [...PARAMS.messages] };
        const promise = client.messages.create(params);
        const { data, response } = await promise.withResponse();
        if (Symbol.asyncIterator in data) for await (const _ of data);
        const kept = { messages: params.messages, response, data, promise };
        for (const [name, value] of Object.entries(kept))
          left.push({ what: `${name}, stream: ${stream}`, reference: new WeakRef(value) });
      };
      for (let index = 0; index < 4; index++) await call(index % 2 === 1);
      // The last calls may still be on a stack.
      const kept = () => left.slice(0, 8).flatMap(({ what, reference }) => (reference.deref() ? [what] : []));
      for (let round = 0; round < 20 && kept().length > 0; round++) await collectGarbage();
      return kept();
    },
    calls: Array.from({ length: 4 }, () => ({ method: 'messages.create' })),
  },
];
