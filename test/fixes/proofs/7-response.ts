// The proofs of step 7, response.
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import { type RequestView, SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { builtInAgent, nodeDispatcher, setNodeDispatcher } from '../../support/node-dispatcher.ts';
import { runCode } from '../page-code.ts';
import type { Proof } from '../proof.ts';
import { behind } from '../real-proxies.ts';

const MESSAGES: readonly unknown[] = [
  { role: 'user', content: 'Read this. '.repeat(60_000) },
  { role: 'assistant', content: 'I have read it.' },
  { role: 'user', content: 'What is next?' },
];
const isLong = ({ bodyBytes }: RequestView): boolean => bodyBytes > 600_000;

interface Turn {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[];
}
const turnsOf = ({ body }: RequestView): readonly Turn[] => (body?.messages ?? []) as Turn[];

/** Whether there is text among the results of tools. */
const mixesResults = (request: RequestView): boolean =>
  turnsOf(request).some(({ content }) => {
    const types = typeof content === 'string' ? [] : content.map(({ type }) => type);
    return types.includes('tool_result') && types.includes('text');
  });

const DECLINED = 'How do I pick this lock?';
const hasDeclined = (request: RequestView): boolean =>
  turnsOf(request).some(({ content }) => content === DECLINED);
const turn = (role: string, content: string) => ({ role, content });
const REFUSAL = turn('assistant', "I can't help with that.");

const brokenOnce: Pick<Proof, 'met' | 'replaced'> = {
  met:
    () =>
    ({ ordinal }) =>
      ordinal === 1,
  replaced: { '1_000': '10' },
};

/** A stream whose tool input ends inside a word: JSON that no parser completes. */
const CUT_INPUT = [
  {
    type: 'message_start',
    message: {
      id: 'msg_01',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-5',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 25, output_tokens: 1 },
    },
  },
  {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_01', name: 'look', input: {} },
  },
  {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: '{"city": Par' },
  },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'max_tokens', stop_sequence: null },
    usage: { output_tokens: 16 },
  },
  { type: 'message_stop' },
]
  .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  .join('');

const BETA_STREAM = 'const message = await client.beta.messages.stream(params).finalMessage();';

/**
 * Words that do not compress, one at a time. nginx sends about 48 of them in a burst, with the headers at the first one. Then
 * comes a gap of 1.7 s: the timers of undici, which tick once a second, end a wait of 400 ms within it.
 */
const word = (index: number): string =>
  [0, 1, 2, 3].map((part) => createHash('sha512').update(`${index} ${part}`).digest('base64url')).join('');
const SLOW_ANSWER = {
  answer: { text: Array.from({ length: 100 }, (_, index) => word(index)).join(' '), pauseMs: 35 },
};

/** nginx compresses what has collected: events come in bursts. Buffering alone does not hold them back. */
const compressing = behind({
  nginx: { general: 'gzip on; gzip_types text/event-stream; gzip_proxied any;' },
});

/** The HTTP client of Node.js waits this long for a byte, instead of 300 s. */
async function withBodyTimeout(bodyTimeout: number): Promise<() => void> {
  const before = await nodeDispatcher();
  setNodeDispatcher(await builtInAgent({ bodyTimeout }));
  return () => setNodeDispatcher(before);
}

export const responseProofs: Readonly<Record<string, Proof>> = {
  'response.body_timeout': {
    reacts: 'nginx compresses streams; the HTTP client waits 400 ms for a byte',
    drill: {
      title: 'A proxy holds a stream back',
      faults: [SLOW_ANSWER],
      call: { method: 'create-streamed', maxRetries: 0 },
    },
    arrange: () => withBodyTimeout(400),
    between: compressing,
  },
  'response.context_window': {
    reacts: 'Ends the answer where a body of more than 600 kB leaves no room',
    server: (own) => [
      {
        when: { path: '/v1/messages/count_tokens', matches: isLong },
        answer: { usage: { input_tokens: 199_990 } },
      },
      { when: { path: '/v1/messages/count_tokens' }, answer: { usage: { input_tokens: 20 } } },
      ...own.map((fault) => ({ ...fault, when: { matches: isLong } })),
    ],
    calls: [{ params: { messages: MESSAGES } }],
  },
  'response.empty': {
    reacts: 'Sends an empty answer to text beside a tool result',
    met: () => mixesResults,
    calls: [
      {
        params: {
          messages: [
            turn('user', 'What is new?'),
            { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_01', name: 'look', input: {} }] },
            {
              role: 'user',
              content: [
                { type: 'tool_result', tool_use_id: 'toolu_01', content: 'Nothing' },
                { type: 'text', text: 'Here is the result.' },
              ],
            },
          ],
        },
      },
    ],
  },
  'response.interrupted': {
    reacts: 'Breaks off each answer that is not streamed',
    met:
      () =>
      ({ stream }) =>
        !stream,
  },
  'response.max_tokens': {
    reacts: 'Needs 4 000 tokens for the answer',
    met:
      () =>
      ({ body }) =>
        Number(body?.max_tokens) < 4_000,
  },
  'response.paused': {
    reacts: 'Pauses the turn until it was continued twice',
    met: () => (request) => turnsOf(request).filter(({ role }) => role === 'assistant').length < 2,
  },
  'response.refusal': {
    reacts: 'Refuses while the refused question is in the history',
    met: () => hasDeclined,
    calls: [
      { params: { messages: [turn('user', DECLINED)] } },
      { params: { messages: [turn('user', DECLINED), REFUSAL, turn('user', 'What is a lock?')] } },
      {
        params: {
          messages: [
            turn('user', DECLINED),
            REFUSAL,
            turn('user', 'What is a lock?'),
            REFUSAL,
            turn('user', 'Who makes them?'),
          ],
        },
      },
    ],
    given: { questions: [DECLINED, 'What is a lock?', 'Who makes them?'] },
  },
  'response.slow_consumer': { reacts: 'Streams an answer' },
  'response.stream_abandoned': { reacts: 'Streams an answer' },
  'response.stream_error': { reacts: 'Ends the first stream with an `error` event', ...brokenOnce },
  'response.stream_incomplete': { reacts: 'Ends the first stream early', ...brokenOnce },
  'response.stream_interrupted': {
    reacts: 'nginx and HAProxy wait for 300 ms; the stream pauses for 700 ms',
    drill: {
      title: 'A proxy ends a silent stream',
      faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 700 } }],
      call: { method: 'create-streamed', maxRetries: 0 },
    },
    between: behind({
      nginx: { general: 'proxy_read_timeout 300ms;' },
      haproxy: { general: 'timeout server 300ms' },
    }),
  },
  'response.stream_stalled': {
    reacts: 'nginx compresses streams',
    drill: {
      title: 'A proxy collects the events of a stream',
      faults: [SLOW_ANSWER],
      call: { method: 'create-streamed', maxRetries: 0 },
      thresholds: { streamStalledSeconds: 0.4 },
    },
    between: compressing,
  },
  'response.stream_malformed': {
    reacts: 'The proxy breaks an event of every stream, until it is repaired',
  },
  'response.stream_timeout': {
    reacts: 'A stream pauses for 700 ms, which is longer than the first deadline',
    drill: {
      title: 'A deadline passes in the middle of a stream',
      faults: [{ stream: { after: { deltas: 1 }, then: 'stall', stallMs: 700 } }],
      call: { method: 'create-streamed', deadlineMs: 400 },
    },
  },
  'response.tool_input_invalid': {
    reacts: 'Cuts the tool input where `max_tokens` is below 4 000',
    drill: {
      title: 'The tool input is cut off',
      faults: [
        {
          response: { headers: { 'content-type': 'text/event-stream' }, body: CUT_INPUT },
        },
      ],
    },
    met:
      () =>
      ({ body }) =>
        Number(body?.max_tokens) < 4_000,
    // The SDK's helper throws after the call has ended: no span of it has the error, a span of the application has.
    run: async (code = BETA_STREAM, url) => {
      const client = new Anthropic({ baseURL: url, apiKey: SIMULATOR_API_KEY, logLevel: 'off' });
      const params = { model: 'claude-sonnet-5', max_tokens: 16, messages: [turn('user', 'What is new?')] };
      try {
        await runCode(code, { client, params });
        await pause(0);
        return [];
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const attributes = {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'anthropic',
          'error.type': error.constructor.name,
          'anthropic.error.message': error.message,
        };
        return [{ attributes, durationSeconds: 1 }];
      }
    },
  },
};
