// Makes one call of a drill, and reads its answer in the drill's way.
import { setTimeout as pause } from 'node:timers/promises';
import type Anthropic from '@anthropic-ai/sdk';
import type { DrillCall } from './drill.ts';

const DEFAULT_PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello' }],
} satisfies Anthropic.MessageCreateParams;

type Params = Anthropic.MessageCreateParamsNonStreaming;
type Stream = AsyncIterable<Anthropic.RawMessageStreamEvent>;

/**
 * Makes the call.
 *
 * @param events - Receives the types of a stream's events, in order.
 * @param signal - Aborts the call, in addition to the drill's own abort.
 * @throws the SDK's errors.
 */
export async function makeCall(
  client: Anthropic,
  call: DrillCall,
  events: string[],
  signal: AbortSignal | undefined,
): Promise<unknown> {
  // The beta resource has these two methods with the same signature.
  const messages = (call.beta ? client.beta.messages : client.messages) as Anthropic['messages'];
  const params = paramsOf(call);
  const { signal: merged, done } = signalOf(call, signal);
  const request = merged ? { signal: merged } : {};
  try {
    switch (call.method ?? 'create') {
      case 'create':
        return await messages.create(params, request);
      case 'create-streamed':
        return await readStream(await messages.create({ ...params, stream: true }, request), call, events);
      case 'stream': {
        const stream = messages.stream(params, request);
        if (call.stopAfterEvents ?? call.pauseBetweenEventsMs) return await readStream(stream, call, events);
        stream.on('streamEvent', ({ type }) => events.push(type));
        return await stream.finalMessage();
      }
      case 'tool-runner':
        return await runTools(client, call, params, request);
    }
  } finally {
    done();
  }
}

/** The parameters of the drill's call. */
export const paramsOf = ({ params }: DrillCall): Params => ({ ...DEFAULT_PARAMS, ...params });

/** The signal of the call. It aborts on the caller's signal, the drill's abort or its deadline. */
function signalOf(
  { abortAfterMs, deadlineMs }: DrillCall,
  given: AbortSignal | undefined,
): { signal: AbortSignal | undefined; done: () => void } {
  const signals = given ? [given] : [];
  const controller = new AbortController();
  const timer = abortAfterMs === undefined ? undefined : setTimeout(() => controller.abort(), abortAfterMs);
  if (timer) signals.push(controller.signal);
  if (deadlineMs !== undefined) signals.push(AbortSignal.timeout(deadlineMs));
  const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  return { signal, done: () => clearTimeout(timer) };
}

async function readStream(
  stream: Stream,
  { stopAfterEvents = Number.POSITIVE_INFINITY, pauseBetweenEventsMs = 0 }: DrillCall,
  events: string[],
): Promise<{ text: string; stopReason: string | null }> {
  let text = '';
  let stopReason: string | null = null;
  for await (const event of stream) {
    events.push(event.type);
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    if (event.type === 'message_delta') stopReason = event.delta.stop_reason;
    if (events.length >= stopAfterEvents) break;
    if (pauseBetweenEventsMs > 0) await pause(pauseBetweenEventsMs);
  }
  return { text, stopReason };
}

/** The runner calls each tool that the model requests, until the model requests no more. */
async function runTools(
  client: Anthropic,
  { maxIterations }: DrillCall,
  params: Params,
  request: { signal?: AbortSignal },
): Promise<unknown> {
  const tools = (params.tools ?? []).map((tool) => ({
    ...tool,
    run: () => 'ok',
    parse: (input: unknown) => input,
  }));
  const limit = maxIterations === undefined ? {} : { max_iterations: maxIterations };
  const runnable = { ...params, ...limit, tools } as unknown as Parameters<
    Anthropic['beta']['messages']['toolRunner']
  >[0];
  return await client.beta.messages.toolRunner(runnable, request);
}
