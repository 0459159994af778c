// Cases: `messages.create` with `stream: true`, and every way of reading what it gives.
import type Anthropic from '@anthropic-ai/sdk';
import { type Case, type ExpectedCall, PARAMS, STREAM_PARAMS, type Stage } from '../case.ts';

const ended = (outcome: string, more: Partial<ExpectedCall> = {}): readonly ExpectedCall[] => [
  {
    method: 'messages.create',
    ...more,
    attributes: {
      'anthropic.stream.outcome': outcome,
      'gen_ai.request.stream': true,
      'http.response.status_code': 200,
      ...more.attributes,
    },
  },
];
const COMPLETED = ended('completed', {
  attributes: { 'gen_ai.usage.input_tokens': 25, 'gen_ai.usage.output_tokens': 12 },
  absent: ['error.type'],
});
/** An answer that is still arriving when the application has had enough. */
const SLOW = { faults: [{ answer: { text: 'word '.repeat(40), pauseMs: 15 } }] };

const open = ({ client }: Stage) => client.messages.create(STREAM_PARAMS);

/** Its iterator, which is an async generator. */
const iterate = async (stage: Stage) => (await open(stage))[Symbol.asyncIterator]() as AsyncGenerator<Event>;

type Event = Anthropic.RawMessageStreamEvent;

/** Reads all of it. */
async function readAll(stage: Stage, events: AsyncIterable<{ readonly type: string }>): Promise<void> {
  for await (const { type } of events) stage.saw(type);
}

export const STREAM_CASES: readonly Case[] = [
  {
    name: 'a stream to its end',
    feature: 'stream',
    run: async (stage) => {
      const stream = await open(stage);
      stage.saw([stream.constructor.name, Object.keys(stream)]);
      for await (const event of stream) stage.saw(event);
      return stream.controller.signal.aborted;
    },
    calls: COMPLETED,
  },
  {
    name: 'a stream: cached tokens count once',
    feature: 'stream',
    script: {
      faults: [
        {
          answer: {
            usage: {
              input_tokens: 10,
              output_tokens: 20,
              cache_read_input_tokens: 300,
              cache_creation_input_tokens: 4000,
            },
          },
        },
      ],
    },
    run: async (stage) => readAll(stage, await open(stage)),
    calls: ended('completed', {
      attributes: {
        'gen_ai.usage.input_tokens': 4310,
        'gen_ai.usage.output_tokens': 20,
        'gen_ai.usage.cache_read.input_tokens': 300,
        'gen_ai.usage.cache_write.input_tokens': 4000,
      },
    }),
  },
  {
    name: 'a stream is cut',
    feature: 'stream',
    script: '*: cut after 3 events',
    run: async (stage) => readAll(stage, await open(stage)),
    calls: ended('interrupted', { failed: true }),
  },
  {
    name: 'a stream ends before message_stop',
    feature: 'stream',
    script: '*: end after 3 deltas',
    run: async (stage) => readAll(stage, await open(stage)),
    calls: ended('incomplete', { failed: true }),
  },
  {
    name: 'an error event in a stream',
    feature: 'stream',
    script: '*: error after 2 deltas',
    run: async (stage) => readAll(stage, await open(stage)),
    calls: ended('error_event', { failed: true, attributes: { 'error.type': 'overloaded_error' } }),
  },
  {
    name: 'an event that is not JSON',
    feature: 'stream',
    script: '*: garbage after 2 deltas',
    run: async (stage) => readAll(stage, await open(stage)),
    calls: ended('malformed', { failed: true }),
  },
  {
    name: 'an early break aborts the request',
    feature: 'stream',
    script: SLOW,
    run: async (stage) => {
      const stream = await open(stage);
      for await (const { type } of stream) {
        stage.saw(type);
        if (type === 'content_block_delta') break;
      }
      return stream.controller.signal.aborted;
    },
    calls: ended('abandoned', { absent: ['error.type'] }),
  },
  {
    name: 'the loop’s body throws',
    feature: 'stream',
    script: SLOW,
    run: async (stage) => {
      for await (const { type } of await open(stage)) {
        stage.saw(type);
        throw new TypeError('thrown by the application');
      }
    },
    calls: ended('abandoned', { absent: ['error.type'] }),
  },
  {
    name: 'return() by hand',
    feature: 'stream',
    script: SLOW,
    run: async (stage) => {
      const stream = await open(stage);
      const iterator = stream[Symbol.asyncIterator]();
      stage.saw(await iterator.next());
      stage.saw(await iterator.return?.('given back'));
      stage.saw(await iterator.next());
      return stream.controller.signal.aborted;
    },
    calls: ended('abandoned'),
  },
  {
    name: 'return() before the first event',
    feature: 'stream',
    script: SLOW,
    run: async (stage) => {
      const stream = await open(stage);
      const iterator = stream[Symbol.asyncIterator]();
      stage.saw(await iterator.return?.());
      stream.controller.abort();
    },
    calls: ended('abandoned'),
  },
  {
    name: 'throw() by hand',
    feature: 'stream',
    script: SLOW,
    run: async (stage) => {
      const iterator = await iterate(stage);
      stage.saw(await iterator.next());
      return iterator.throw?.(new TypeError('thrown in'));
    },
    calls: ended('abandoned'),
  },
  {
    name: 'the iterator is an async generator’s',
    feature: 'stream',
    run: async (stage) => {
      const iterator = await iterate(stage);
      stage.saw([
        Object.prototype.toString.call(iterator),
        iterator[Symbol.asyncIterator]() === iterator,
        typeof iterator.return,
        typeof iterator.throw,
        typeof iterator[Symbol.asyncDispose],
      ]);
      await readAll(stage, iterator);
    },
    calls: COMPLETED,
  },
  {
    name: 'two next() at once',
    feature: 'stream',
    run: async (stage) => {
      const iterator = await iterate(stage);
      const both = await Promise.all([iterator.next(), iterator.next()]);
      stage.saw(both.map(({ value }) => value.type));
      await readAll(stage, iterator);
    },
    calls: COMPLETED,
  },
  {
    name: 'a second iterator is refused',
    feature: 'stream',
    run: async (stage) => {
      const stream = await open(stage);
      await readAll(stage, stream);
      return stream[Symbol.asyncIterator]().next();
    },
    calls: COMPLETED,
  },
  {
    name: 'tee()',
    feature: 'stream',
    run: async (stage) => {
      const [left, right] = (await open(stage)).tee();
      await Promise.all([readAll(stage, left), readAll(stage, right)]);
      return [left.constructor.name, right.controller.signal.aborted];
    },
    calls: COMPLETED,
  },
  {
    name: 'one half of a tee()',
    feature: 'stream',
    run: async (stage) => {
      const [, right] = (await open(stage)).tee();
      await readAll(stage, right);
    },
    calls: COMPLETED,
  },
  {
    name: 'toReadableStream()',
    feature: 'stream',
    run: async (stage) => {
      let text = '';
      const decoder = new TextDecoder();
      for await (const bytes of (
        await open(stage)
      ).toReadableStream() as unknown as AsyncIterable<Uint8Array>)
        text += decoder.decode(bytes, { stream: true });
      return text;
    },
    calls: COMPLETED,
  },
  {
    name: 'toReadableStream(), cancelled',
    feature: 'stream',
    script: SLOW,
    run: async (stage) => {
      const stream = await open(stage);
      const reader = stream.toReadableStream().getReader();
      stage.saw((await reader.read()).done);
      await reader.cancel();
      return stream.controller.signal.aborted;
    },
    calls: ended('abandoned'),
  },
  {
    name: 'fromReadableStream() of toReadableStream()',
    feature: 'stream',
    run: async (stage) => {
      const helper = stage.client.messages.stream(PARAMS);
      await helper.done();
      // The SDK exports the class of the helper from its own file only.
      const { fromReadableStream } = helper.constructor as unknown as {
        fromReadableStream(stream: ReadableStream): typeof helper;
      };
      const copy = fromReadableStream((await open(stage)).toReadableStream());
      copy.on('text', (text) => stage.saw(text));
      return copy.finalMessage();
    },
    calls: [{ method: 'messages.stream' }, ...COMPLETED],
  },
  {
    name: 'withResponse() of a stream',
    feature: 'stream',
    run: async (stage) => {
      const { data, response, request_id } = await stage.client.messages.create(STREAM_PARAMS).withResponse();
      stage.saw([response.status, response.bodyUsed, request_id]);
      await readAll(stage, data);
    },
    calls: COMPLETED,
  },
  {
    name: 'a stream that is opened and never read',
    feature: 'stream',
    run: async (stage) => {
      await (async () => void (await open(stage)))();
      await stage.collectGarbage();
    },
    calls: ended('abandoned'),
  },
  {
    name: 'five streams at once keep to their own parents',
    feature: 'stream',
    script: { faults: [{ answer: { pauseMs: 5 } }] },
    run: (stage) =>
      Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          stage.inSpan(`parent ${index}`, async () => {
            const stream = await stage.client.messages.create({ ...STREAM_PARAMS, max_tokens: index + 1 });
            let events = 0;
            for await (const _ of stream) events++;
            return events;
          }),
        ),
      ),
    calls: Array.from({ length: 5 }, (_, index) => ({
      method: 'messages.create',
      parent: `parent ${index}`,
      attributes: { 'gen_ai.request.max_tokens': index + 1, 'anthropic.stream.outcome': 'completed' },
    })),
  },
];
