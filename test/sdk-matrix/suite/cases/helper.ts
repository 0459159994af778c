// Cases: the helper `messages.stream` with its events, its promises and its ways to stop.
import { type Case, type ExpectedCall, PARAMS, type Stage } from '../case.ts';

const ended = (outcome: string, more: Partial<ExpectedCall> = {}): readonly ExpectedCall[] => [
  {
    method: 'messages.stream',
    ...more,
    attributes: { 'anthropic.stream.outcome': outcome, 'gen_ai.request.stream': true, ...more.attributes },
  },
];
const COMPLETED = ended('completed', {
  attributes: { 'gen_ai.usage.input_tokens': 25, 'gen_ai.usage.output_tokens': 12 },
  absent: ['error.type'],
});
const SLOW = { faults: [{ answer: { text: 'word '.repeat(40), pauseMs: 15 } }] };

const EVENTS = [
  'connect',
  'streamEvent',
  'text',
  'message',
  'contentBlock',
  'finalMessage',
  'error',
  'abort',
  'end',
] as const;

/** A helper that reports each of its events. */
function listened(stage: Stage): ReturnType<Stage['client']['messages']['stream']> {
  const helper = stage.client.messages.stream(PARAMS);
  for (const event of EVENTS)
    helper.on(event, (first?: unknown) =>
      stage.saw(event === 'streamEvent' ? [event, (first as { type: string }).type] : event),
    );
  return helper;
}

export const HELPER_CASES: readonly Case[] = [
  {
    name: 'helper: on() and finalMessage()',
    feature: 'stream helper',
    run: (stage) => listened(stage).finalMessage(),
    calls: COMPLETED,
  },
  {
    name: 'helper: finalText()',
    feature: 'stream helper',
    run: (stage) => stage.client.messages.stream(PARAMS).finalText(),
    calls: COMPLETED,
  },
  {
    name: 'helper: done(), emitted() and its state',
    feature: 'stream helper',
    run: async (stage) => {
      const helper = stage.client.messages.stream(PARAMS);
      stage.saw((await helper.emitted('message')).type);
      await helper.done();
      return [
        helper.ended,
        helper.errored,
        helper.aborted,
        helper.request_id,
        helper.receivedMessages.length,
      ];
    },
    calls: COMPLETED,
  },
  {
    name: 'helper: async iteration',
    feature: 'stream helper',
    run: async (stage) => {
      for await (const { type } of stage.client.messages.stream(PARAMS)) stage.saw(type);
    },
    calls: COMPLETED,
  },
  {
    name: 'helper: break of an async iteration',
    feature: 'stream helper',
    script: SLOW,
    run: async (stage) => {
      const helper = listened(stage);
      for await (const { type } of helper) if (type === 'content_block_delta') break;
      return [helper.aborted, helper.controller.signal.aborted];
    },
    calls: ended('abandoned', { absent: ['error.type'] }),
  },
  {
    name: 'helper: withResponse()',
    feature: 'stream helper',
    run: async (stage) => {
      const { data, response, request_id } = await stage.client.messages.stream(PARAMS).withResponse();
      stage.saw([response.status, request_id, data.constructor.name]);
      return data.finalText();
    },
    calls: COMPLETED,
  },
  {
    name: 'helper: toReadableStream()',
    feature: 'stream helper',
    run: async (stage) => {
      let bytes = 0;
      const stream = stage.client.messages.stream(PARAMS).toReadableStream();
      for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
      return bytes;
    },
    calls: COMPLETED,
  },
  {
    name: 'helper: abort()',
    feature: 'stream helper',
    script: SLOW,
    run: (stage) => {
      const helper = listened(stage);
      helper.once('text', () => helper.abort());
      return helper.finalMessage();
    },
    calls: ended('aborted', { absent: ['error.type'] }),
  },
  {
    name: 'helper: abort by its controller',
    feature: 'stream helper',
    script: SLOW,
    run: (stage) => {
      const helper = listened(stage);
      helper.once('text', () => helper.controller.abort());
      return helper.done();
    },
    calls: ended('aborted', { absent: ['error.type'] }),
  },
  {
    name: 'helper: an API error',
    feature: 'stream helper',
    script: '*: 400',
    run: (stage) => listened(stage).finalMessage(),
    calls: [{ method: 'messages.stream', failed: true, attributes: { 'http.response.status_code': 400 } }],
  },
  {
    name: 'helper: nobody listens to its error',
    feature: 'stream helper',
    script: '*: 400',
    run: async (stage) => {
      stage.client.messages.stream(PARAMS);
      await stage.collectGarbage();
    },
    calls: [{ method: 'messages.stream', failed: true }],
  },
  {
    name: 'helper: the stream is cut',
    feature: 'stream helper',
    script: '*: cut after 4 events',
    run: (stage) => listened(stage).finalMessage(),
    calls: ended('interrupted', { failed: true }),
  },
  {
    name: 'helper: the stream ends before message_stop',
    feature: 'stream helper',
    script: '*: end after 3 deltas',
    run: (stage) => listened(stage).finalMessage(),
    calls: ended('incomplete', { failed: true }),
  },
];
