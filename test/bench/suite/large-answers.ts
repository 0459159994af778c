// Answers and requests of 40 MB, of every shape, as a server, a gateway or an application may send them.
import type Anthropic from '@anthropic-ai/sdk';
import { PARAMS } from './application.ts';
import type { Fetch } from './transport.ts';

const SIZE = 40_000_000;
const CHUNK = 64 * 1024;

export interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly body: () => string;
  readonly headers?: () => Record<string, string>;
}

const filled = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length));
const start = `event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","model":"x","content":[],"usage":{}}}\n\n`;
const delta = `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}\n\n`;
const message = (text: string): string =>
  `{"id":"msg_1","type":"message","model":"claude-sonnet-5","content":[{"type":"text","text":"${text}"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}}`;
const JSON_TYPE = 'application/json';
export const EVENT_STREAM = 'text/event-stream';

export const ANSWERS: Readonly<Record<string, Answer>> = {
  'a text': { status: 502, type: 'text/plain', body: () => filled('upstream failed at line 4\n', SIZE) },
  'a text of blanks': { status: 502, type: 'text/plain', body: () => filled(' ', SIZE) },
  'a text of frames': { status: 502, type: 'text/plain', body: () => filled('    at f (a.js:1:1)\n', SIZE) },
  'a page': {
    status: 502,
    type: 'text/html',
    body: () => `<html><title>x</title>${filled('<p>down</p>', SIZE)}`,
  },
  'a title': { status: 502, type: 'text/html', body: () => `<html><title>${filled('down ', SIZE)}` },
  titles: { status: 502, type: 'text/html', body: () => filled('<title>', SIZE) },
  'a JSON error': {
    status: 400,
    type: JSON_TYPE,
    body: () =>
      `{"type":"error","error":{"type":"invalid_request_error","message":"${filled('too long ', SIZE)}"}}`,
  },
  'a JSON error of another': {
    status: 400,
    type: JSON_TYPE,
    body: () => `{"detail":[${filled('{"msg":"a"},', SIZE / 8)}{}]}`,
  },
  'JSON that is cut': { status: 400, type: JSON_TYPE, body: () => `{"detail":"${filled('x', SIZE)}` },
  'JSON that is deep': {
    status: 400,
    type: JSON_TYPE,
    body: () => `${'['.repeat(SIZE / 80)}${']'.repeat(SIZE / 80)}`,
  },
  'a message': { type: JSON_TYPE, body: () => message(filled('word ', SIZE)) },
  'a success that is a text': { type: 'text/plain', body: () => filled('word ', SIZE) },
  'a success that is cut': { type: JSON_TYPE, body: () => message(filled('word ', SIZE)).slice(0, SIZE) },
  'one event': {
    type: EVENT_STREAM,
    body: () =>
      `${start}event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${filled('a', SIZE)}"}}\n\n`,
  },
  'one line': { type: EVENT_STREAM, body: () => `${start}data: ${filled('a', SIZE)}` },
  'small events': { type: EVENT_STREAM, body: () => start + filled(delta, SIZE / 4) },
  'line ends': { type: EVENT_STREAM, body: () => start + filled('\r', SIZE / 10) },
  'an error event': {
    type: EVENT_STREAM,
    body: () =>
      `${start}event: error\ndata: {"type":"error","error":{"type":"api_error","message":"${filled('a ', SIZE)}"}}\n\n`,
  },
  'headers of the greatest size': {
    status: 500,
    type: JSON_TYPE,
    body: () => '{}',
    headers: () => ({
      via: filled('1.1 a, ', 15_000),
      server: filled('nginx/1 ', 15_000),
      'request-id': filled('a-', 15_000),
      ...Object.fromEntries(
        Array.from({ length: 2000 }, (_, index) => [
          `anthropic-ratelimit-k${index % 900}-${index}-limit`,
          '1',
        ]),
      ),
    }),
  },
};

/** A response as `fetch` has it, its body in chunks as of a network. */
export function responding({ status = 200, type, body, headers }: Answer): Fetch {
  const bytes = new TextEncoder().encode(body());
  return async () => {
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setImmediate(resolve));
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + CHUNK));
        at += CHUNK;
      },
    });
    return new Response(stream, {
      status,
      headers: { 'content-type': type, 'request-id': 'req_1', ...headers?.() },
    });
  };
}

const withMessages = (messages: Anthropic.MessageParam[]): Anthropic.MessageCreateParamsNonStreaming => ({
  ...PARAMS,
  messages,
});

export const REQUESTS: Readonly<Record<string, () => Anthropic.MessageCreateParamsNonStreaming>> = {
  'one text': () => withMessages([{ role: 'user', content: filled('word ', SIZE) }]),
  'half a million messages': () =>
    withMessages(
      Array.from({ length: 500_000 }, () => ({ role: 'user', content: [{ type: 'text', text: 'word' }] })),
    ),
  'a text of quotes': () => withMessages([{ role: 'user', content: filled('"', SIZE / 2) }]),
  'a deep input': () =>
    withMessages([{ role: 'user', content: [{ type: 'tool_use', id: 't', name: 'n', input: deep(2000) }] }]),
};

/** The answer to {@link REQUESTS}. Its words are compared with the sent ones. */
export const REFUSAL: Answer = {
  ...(ANSWERS['headers of the greatest size'] as Answer),
  body: () => `{"message":"${filled('Payload is not what was expected ', 300)}"}`,
};

function deep(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = { value };
  return value;
}
