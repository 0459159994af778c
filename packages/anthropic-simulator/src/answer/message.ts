// The healthy answer of `/v1/messages`: the message, and the events of its stream.
// Shapes are from `resources/messages/messages.d.ts` of @anthropic-ai/sdk 1.12.0. Fields of unused features are left out, as in
// recorded answers, which have no `citations`, `container` or `server_tool_use`. The AI SDK's provider before 4.0 rejects
// `citations: null`.
import type { Json } from '../api/json.ts';
import { type DrawKey, idFor } from '../script/draws.ts';
import type { Answer, Usage } from '../script/script.ts';

/** The `data` of one event in a streamed answer. */
export type StreamEvent = Json & { readonly type: string };

/** The parts of the request that change the answer. */
interface MessageRequest {
  readonly model: string;
  /** Whether the request came through the beta API, whose message has more fields. */
  readonly beta: boolean;
  /** The first of `stop_sequences`, at which an answer may stop. */
  readonly stopSequence: string | null;
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: Json };

const DEFAULT_TEXT = 'Hello from the simulator.';

const DEFAULT_USAGE: Usage = {
  input_tokens: 25,
  output_tokens: 12,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
};

/** The tokens that an answer reports. */
export const usageOf = (answer: Answer): Usage => ({ ...DEFAULT_USAGE, ...answer.usage });

/** The complete message, for a call without streaming. */
export function message(answer: Answer, request: MessageRequest, key: DrawKey): Json {
  const { delta } = ending(answer, request);
  return {
    ...opening(request, key),
    ...delta,
    content: blocks(answer, key).map(wholeBlock),
    usage: fullUsage(answer),
  };
}

/** The events of the same message, in the API's order. */
export function messageEvents(answer: Answer, request: MessageRequest, key: DrawKey): StreamEvent[] {
  const { output_tokens: _, ...input } = fullUsage(answer);
  // `message_delta` has the real count. Before that, the API sends a placeholder.
  const usage = { ...input, output_tokens: 1 };
  const events: StreamEvent[] = [
    { type: 'message_start', message: { ...opening(request, key), usage } },
    ...blocks(answer, key).flatMap(blockEvents),
    { type: 'message_delta', ...ending(answer, request) },
    { type: 'message_stop' },
  ];
  return withPings(events, answer.pingEvery);
}

const opening = ({ model, beta }: MessageRequest, key: DrawKey): Json => ({
  model,
  id: idFor(key, 'msg_'),
  type: 'message',
  role: 'assistant',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
  ...(beta && { context_management: null }),
});

const ending = (answer: Answer, { stopSequence }: MessageRequest): { delta: Json; usage: Json } => {
  const stopReason = answer.stopReason ?? (answer.toolUse ? 'tool_use' : 'end_turn');
  return {
    delta: {
      stop_reason: stopReason,
      stop_sequence: stopReason === 'stop_sequence' ? stopSequence : null,
      stop_details: stopReason === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
    },
    usage: { ...usageOf(answer) },
  };
};

const fullUsage = (answer: Answer): Json => {
  const usage = usageOf(answer);
  return {
    ...usage,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cache_creation_input_tokens,
      ephemeral_1h_input_tokens: 0,
    },
    inference_geo: 'not_available',
    service_tier: 'standard',
  };
};

/** The text, unless it is empty, then the tool use, if any. */
const blocks = ({ text = DEFAULT_TEXT, toolUse }: Answer, key: DrawKey): Block[] => [
  ...(text === '' ? [] : [{ type: 'text' as const, text }]),
  ...(toolUse ? [{ type: 'tool_use' as const, id: idFor(key, 'toolu_'), ...toolUse }] : []),
];

const wholeBlock = (block: Block): Json =>
  block.type === 'text' ? block : { ...block, caller: { type: 'direct' } };

const blockEvents = (block: Block, index: number): StreamEvent[] => [
  { type: 'content_block_start', index, content_block: emptyBlock(block) },
  ...deltas(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
  { type: 'content_block_stop', index },
];

const emptyBlock = (block: Block): Json =>
  block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {}, caller: { type: 'direct' } };

const deltas = (block: Block): Json[] =>
  block.type === 'text'
    ? (block.text.match(/\s*\S+|\s+$/g) ?? []).map((text) => ({ type: 'text_delta', text }))
    : ['', ...thirds(JSON.stringify(block.input))].map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      }));

/** Text in up to three pieces, cut between characters. */
const thirds = (text: string): string[] => {
  const characters = Array.from(text);
  const size = Math.max(1, Math.ceil(characters.length / 3));
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, i) =>
    characters.slice(i * size, (i + 1) * size).join(''),
  );
};

/** A ping after the first `content_block_start`, then after every `every` events. */
const withPings = (events: readonly StreamEvent[], every: number | undefined): StreamEvent[] => {
  const out: StreamEvent[] = [];
  let since: number | undefined;
  for (const event of events) {
    out.push(event);
    if (
      since === undefined
        ? event.type === 'content_block_start'
        : event.type !== 'message_stop' && ++since === every
    ) {
      out.push({ type: 'ping' });
      since = 0;
    }
  }
  return out;
};
