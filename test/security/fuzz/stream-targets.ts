// Fuzz targets for the instrumentation's reading of answers: an event stream and a body, each read by the real SDK over HTTP.
import Anthropic from '@anthropic-ai/sdk';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { SseParser } from '../../../packages/wire/src/sse-parser.ts';
import { misfits, written } from '../../support/attribute-types.ts';
import { type RawServer, startRawServer } from '../../support/raw-server.ts';
import {
  clientOptionsFor,
  isCallSpan,
  startTestTelemetry,
  type TestTelemetry,
} from '../../support/telemetry.ts';
import type { Target } from './target.ts';

const PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 8,
  messages: [{ role: 'user' as const, content: 'x' }],
};

/** The bound of a content attribute: its cap, plus the escapes of JSON. */
const MOST_CONTENT = 200_000;

interface Setting {
  readonly server: RawServer;
  readonly client: Anthropic;
  readonly telemetry: TestTelemetry;
  readonly complaints: string[];
}

async function startSetting(): Promise<Setting> {
  const complaints: string[] = [];
  const complain = (...words: unknown[]) => void complaints.push(words.join(' '));
  const quiet = () => undefined;
  diag.setLogger(
    { error: complain, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const server = await startRawServer();
  const telemetry = startTestTelemetry({ attemptSpans: 'always', captureMessageContent: 'SPAN_AND_EVENT' });
  const client = new Anthropic({
    baseURL: server.url,
    apiKey: 'sk-ant-simulator-0000',
    maxRetries: 0,
    ...clientOptionsFor('owned'),
  });
  return { server, client, telemetry, complaints };
}
let setting: Promise<Setting> | undefined;

/** Makes one call and reads its answer to any end. The span ends, and its attributes are within bounds. */
async function observed(
  status: number,
  contentType: string,
  input: Uint8Array,
  call: (client: Anthropic) => Promise<unknown>,
): Promise<void> {
  setting ??= startSetting();
  const { server, client, telemetry, complaints } = await setting;
  server.reply({ status, headers: { 'content-type': contentType }, parts: [input] });
  telemetry.takeSpans();
  await call(client).catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  const calls = telemetry.takeSpans().filter(isCallSpan);
  if (calls.length !== 1) throw new Error(`${calls.length} call spans`);
  for (const { attributes } of calls) {
    const wrong = misfits(written('owned', attributes));
    if (wrong.length > 0)
      throw new Error(`attributes that do not fit: ${JSON.stringify(wrong).slice(0, 500)}`);
    for (const [name, value] of Object.entries(attributes)) {
      const length = JSON.stringify(value)?.length ?? 0;
      if (length > MOST_CONTENT) throw new Error(`${name} has ${length} characters`);
    }
  }
  if (complaints.length > 0) throw new Error(`a fault of ours: ${complaints.splice(0).join('\n')}`);
}

/** Writes an event, even an invalid one without a text as its name or data. */
function event(value: unknown): string {
  const type: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, 'type') : value;
  const name = typeof type === 'string' ? type : JSON.stringify(type);
  return `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
}

const usage = { input_tokens: 5, output_tokens: 1, cache_read_input_tokens: 2 };
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5',
  content: [] as unknown[],
  stop_reason: null,
  usage,
};
const events = [
  { type: 'message_start', message },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'content_block_start',
    index: 1,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'get', input: {} },
  },
  { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"a":1}' } },
  { type: 'content_block_stop', index: 1 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 7 } },
  { type: 'message_stop' },
];
const failed = [
  ...events.slice(0, 4),
  { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_1' },
];

const asEvents = (seed: unknown): Uint8Array =>
  Buffer.from((Array.isArray(seed) ? seed : [seed]).map(event).join(''));

const drain = async (client: Anthropic): Promise<void> => {
  for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
};
const helped = (client: Anthropic): Promise<unknown> => client.messages.stream(PARAMS).finalMessage();

/** The application reads it itself, and the instrumentation parses the passing bytes. */
const raw = async (client: Anthropic): Promise<unknown> =>
  (await client.messages.create({ ...PARAMS, stream: true }).asResponse()).text();
const READERS = [drain, helped, raw];

let times = 0;

/** The events do not depend on how the bytes are cut, and are bounded. */
function parsed(input: Uint8Array): void {
  const eventsOf = (size: number): string => {
    const parser = new SseParser();
    const seen: unknown[] = [];
    for (let from = 0; from < input.length; from += size) {
      seen.push(...parser.push(input.subarray(from, from + size)));
    }
    return JSON.stringify(seen);
  };
  const whole = eventsOf(input.length || 1);
  if (whole.length > 8 * input.length + 1_000)
    throw new Error(`${whole.length} characters of ${input.length}`);
  for (const size of [1, 3, 64]) {
    if (eventsOf(size) !== whole) throw new Error(`other events in chunks of ${size}`);
  }
}

export const streamTargets: readonly Target[] = [
  { name: 'sse-parser', seeds: [events, failed], encode: asEvents, run: parsed },
  {
    name: 'sse',
    seeds: [events, failed],
    encode: asEvents,
    run: (input) => {
      times += 1;
      return observed(200, 'text/event-stream', input, READERS[times % READERS.length] ?? drain);
    },
  },
  {
    name: 'answer',
    seeds: [
      { ...message, content: [{ type: 'text', text: 'Hello' }], stop_reason: 'end_turn' },
      { type: 'error', error: { type: 'rate_limit_error', message: 'no more' }, request_id: 'req_1' },
      { detail: [{ loc: ['body'], msg: 'field required', input: 'x' }] },
    ],
    run: async (input) => {
      for (const status of [200, 400, 529]) {
        await observed(status, 'application/json', input, (client) => client.messages.create(PARAMS));
      }
    },
  },
];
