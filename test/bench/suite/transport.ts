// Answers requests within the process, as the API would: what is measured is not the network.

const MODEL = 'claude-sonnet-5';
const TEXT = 'Seven steps lead from a failed call to what would mend it. '.repeat(10);

const MESSAGE = {
  id: 'msg_01ABCDEFGHJKMNPQRSTVWXYZ',
  type: 'message',
  role: 'assistant',
  model: MODEL,
  content: [{ type: 'text', text: TEXT }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: {
    input_tokens: 812,
    output_tokens: 140,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 2048,
    service_tier: 'standard',
  },
};

const LIMITS = ['requests', 'tokens', 'input-tokens', 'output-tokens'].flatMap((kind) => [
  [`anthropic-ratelimit-${kind}-limit`, '4000'],
  [`anthropic-ratelimit-${kind}-remaining`, '3999'],
  [`anthropic-ratelimit-${kind}-reset`, '2030-01-01T00:00:00Z'],
]);

/** As the API sends them with an answer. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  'request-id': 'req_011ABCDEFGHJKMNPQRSTVWXYZ',
  'anthropic-organization-id': '00000000-0000-0000-0000-000000000000',
  'cf-ray': '0000000000000000-FRA',
  server: 'cloudflare',
  ...Object.fromEntries(LIMITS),
};

const STREAM_HEADERS = { ...HEADERS, 'content-type': 'text/event-stream; charset=utf-8' };

export type Fetch = typeof globalThis.fetch;

/** @param text of the answer. */
export function answering(text: string = TEXT): Fetch {
  const body = JSON.stringify({ ...MESSAGE, content: [{ type: 'text', text }] });
  return async () => new Response(body, { headers: HEADERS });
}

const REFUSAL = JSON.stringify({
  type: 'error',
  error: {
    type: 'rate_limit_error',
    message: "This request would exceed your organization's rate limit of 50,000 input tokens per minute.",
  },
  request_id: 'req_011ABCDEFGHJKMNPQRSTVWXYZ',
});

/** 429, with the shortest wait there is. */
export function refusing(): Fetch {
  const headers = { ...HEADERS, 'retry-after-ms': '1' };
  return async () => new Response(REFUSAL, { status: 429, headers });
}

/** Twice 429, and then an answer. */
export function refusingTwice(): Fetch {
  const answer = answering();
  const refuse = refusing();
  return (url, init) => {
    const attempt = Number(new Headers(init?.headers).get('x-stainless-retry-count'));
    return attempt < 2 ? refuse(url, init) : answer(url, init);
  };
}

/** Events of a stream beside its deltas. */
export const FRAME_EVENTS = 5;

/** The number of events that a reader has requested. */
export interface Pulled {
  events: number;
}

/** As many events in each chunk of the body. */
const EVENTS_PER_CHUNK = 8;

const frame = (event: { readonly type: string }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

const START = [
  { type: 'message_start', message: { ...MESSAGE, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
];
const DELTA = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'seven steps ' } };
const END = [
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 140, input_tokens: 812, cache_read_input_tokens: 2048 },
  },
  { type: 'message_stop' },
];

const bytes = (events: readonly { readonly type: string }[]): Uint8Array =>
  new TextEncoder().encode(events.map(frame).join(''));

const START_BYTES = bytes(START);
const DELTA_BYTES = bytes(Array.from({ length: EVENTS_PER_CHUNK }, () => DELTA));
const END_BYTES = bytes(END);

/** Streams with `deltas` deltas, which are created only when they are read. */
export function streaming(deltas: number, pulled: Pulled = { events: 0 }): Fetch {
  return async () => {
    let left = deltas;
    let started = false;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (!started) {
            started = true;
            pulled.events += START.length;
            controller.enqueue(START_BYTES.slice());
          } else if (left > 0) {
            left -= EVENTS_PER_CHUNK;
            pulled.events += EVENTS_PER_CHUNK;
            controller.enqueue(DELTA_BYTES.slice());
          } else {
            pulled.events += END.length;
            controller.enqueue(END_BYTES.slice());
            controller.close();
          }
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers: STREAM_HEADERS });
  };
}
