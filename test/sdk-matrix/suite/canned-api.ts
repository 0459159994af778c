// A small HTTP server with canned answers for the endpoints that the simulator does not speak: batches, files, pages.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventStreamFrame } from './event-stream.ts';
import type { SeenRequest } from './observation.ts';

type Canned = { readonly type?: string; readonly body: unknown; readonly cut?: boolean };

const BATCH = {
  id: 'msgbatch_1',
  type: 'message_batch',
  processing_status: 'ended',
  request_counts: { processing: 0, succeeded: 2, errored: 0, canceled: 0, expired: 0 },
  created_at: '2026-01-01T00:00:00Z',
  expires_at: '2026-01-02T00:00:00Z',
  ended_at: '2026-01-01T01:00:00Z',
  archived_at: null,
  cancel_initiated_at: null,
};

const FILE = {
  id: 'file_1',
  type: 'file',
  filename: 'notes.txt',
  mime_type: 'text/plain',
  size_bytes: 5,
  created_at: '2026-01-01T00:00:00Z',
  downloadable: true,
};

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [{ type: 'text', text: 'Hi' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 25, output_tokens: 12 },
};

const EVENTS = [
  {
    type: 'message_start',
    message: { ...MESSAGE, content: [], stop_reason: null, usage: { input_tokens: 25, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 12 },
  },
  { type: 'message_stop' },
];

/** The events of a stream that breaks off. */
const HALF = EVENTS.slice(0, 3);

const BINARY = 'application/vnd.amazon.eventstream';
const framed = (events: readonly object[]) => Buffer.concat(events.map(eventStreamFrame));
const text = (events: typeof EVENTS) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

const bedrockStream = (id: string) => `POST /model/${id}/invoke-with-response-stream`;
const vertexStream = (id: string) =>
  `POST /projects/p/locations/r/publishers/anthropic/models/${id}:streamRawPredict`;

const model = (id: string) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' });

const resultLine = (id: string) => JSON.stringify({ custom_id: id, result: { type: 'canceled' } });

const page = (data: readonly { readonly id: string }[], hasMore: boolean) => ({
  data,
  has_more: hasMore,
  first_id: data[0]?.id ?? null,
  last_id: data.at(-1)?.id ?? null,
});

/** `METHOD path` to what it answers; `origin` is the server's own, `after` the cursor of a list. */
const ANSWERS: Record<string, (origin: string, after: string | null) => Canned> = {
  'POST /v1/messages/batches': (origin) => ({ body: batch(origin) }),
  'GET /v1/messages/batches': (_, after) => ({
    body: after === null ? page([BATCH], true) : page([{ ...BATCH, id: 'msgbatch_2' }], false),
  }),
  'GET /v1/messages/batches/msgbatch_1': (origin) => ({ body: batch(origin) }),
  'POST /v1/messages/batches/msgbatch_1/cancel': (origin) => ({ body: batch(origin) }),
  'DELETE /v1/messages/batches/msgbatch_1': () => ({
    body: { id: 'msgbatch_1', type: 'message_batch_deleted' },
  }),
  'GET /v1/messages/batches/msgbatch_1/results': () => ({
    type: 'application/x-jsonl',
    body: `${resultLine('first')}\n${resultLine('second')}\n`,
  }),
  'GET /v1/models': (_, after) => ({
    body: after === null ? page([model('claude-a')], true) : page([model('claude-b')], false),
  }),
  'GET /v1/files': () => ({ body: page([FILE], false) }),
  'POST /v1/files': () => ({ body: FILE }),
  'GET /v1/files/file_1': () => ({ body: FILE }),
  'GET /v1/files/file_1/content': () => ({ type: 'text/plain', body: 'notes' }),
  'DELETE /v1/files/file_1': () => ({ body: { id: 'file_1', type: 'file_deleted' } }),
  'POST /v1/complete': () => ({
    body: {
      id: 'compl_1',
      type: 'completion',
      completion: 'Hi',
      model: 'claude-2.1',
      stop_reason: 'stop_sequence',
    },
  }),
  'POST /model/claude-sonnet-5/invoke': () => ({ body: MESSAGE }),
  [bedrockStream('claude-sonnet-5')]: () => ({ type: BINARY, body: framed(EVENTS) }),
  [bedrockStream('claude-cut')]: () => ({ type: BINARY, body: framed(HALF), cut: true }),
  [bedrockStream('claude-end')]: () => ({ type: BINARY, body: framed(HALF) }),
  'POST /projects/p/locations/r/publishers/anthropic/models/claude-sonnet-5:rawPredict': () => ({
    body: MESSAGE,
  }),
  [vertexStream('claude-sonnet-5')]: () => ({ type: 'text/event-stream', body: text(EVENTS) }),
  [vertexStream('claude-cut')]: () => ({ type: 'text/event-stream', body: text(HALF), cut: true }),
  [vertexStream('claude-end')]: () => ({ type: 'text/event-stream', body: text(HALF) }),
  'GET /v1/echo': () => ({ body: { echoed: true } }),
};

const batch = (origin: string) => ({
  ...BATCH,
  results_url: `${origin}/v1/messages/batches/msgbatch_1/results`,
});

export interface CannedApi {
  readonly url: string;
  /** The requests since it was last asked. */
  takeRequests(): SeenRequest[];
  close(): Promise<void>;
}

/** Starts it on a free port of loopback. A path that is not in the table is answered with the API's 404. */
export async function startCannedApi(): Promise<CannedApi> {
  let requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://canned');
    const method = request.method ?? 'GET';
    const answer = ANSWERS[`${method} ${pathname}`];
    const status = answer ? 200 : 404;
    const canned = answer?.(url, searchParams.get('after_id')) ?? NOT_FOUND;
    const { type = 'application/json', body, cut = false } = canned;
    request.resume().once('end', () => {
      requests.push({ method, path: pathname, status, outcome: 'answered' });
      response.writeHead(status, { 'content-type': type, 'request-id': `req_canned_${requests.length}` });
      const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      if (cut) response.write(bytes, () => response.destroy());
      else response.end(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    takeRequests: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const NOT_FOUND: Canned = {
  body: { type: 'error', error: { type: 'not_found_error', message: 'Not found' }, request_id: null },
};
