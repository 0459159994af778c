// Runs a drill: makes its call with the real SDK and says what the application saw.
import { createServer } from 'node:net';
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { Drill, DrillCall } from './drill.ts';

/** The SDK's class, or the module that exports it. */
export type AnthropicSdk =
  | AnthropicClass
  | { readonly default: AnthropicClass }
  | { readonly Anthropic: AnthropicClass };

/** The SDK's client class. */
export type AnthropicClass = new (options?: ClientOptions) => Anthropic;

/** How a drill is run. */
export interface RunDrillOptions {
  /** The simulator's address. Its script is the caller's to load: `simulator.load({ faults: drill.faults ?? [] })`. */
  readonly baseURL: string;
  /** Aborts the call. */
  readonly signal?: AbortSignal;
  /** Laid over the options the drill asks for, such as `openTelemetry`, `middleware` or `logLevel`. */
  readonly clientOptions?: ClientOptions;
}

/** What the application saw. */
export interface DrillResult {
  /** The message; for `create-streamed`, `{ text, stopReason }` as read. Absent where the call failed. */
  readonly value?: unknown;
  /** The types of the events the application got, in order, for a streamed call. */
  readonly events?: readonly string[];
  /** What the call failed with. */
  readonly error?: DrillError;
}

/** An error as an application sees it. */
export interface DrillError {
  /** The name of its class, such as `RateLimitError`. */
  readonly class: string;
  /** Its `name`: the SDK before 1.0 leaves it `Error`. */
  readonly name: string;
  readonly message: string;
  readonly status?: number;
  readonly requestID?: string;
  /** The API's error type, such as `rate_limit_error`. */
  readonly type?: string;
}

/** The key a drill sends unless it says otherwise; the simulator accepts it. */
export const SIMULATOR_API_KEY = 'sk-ant-simulator-0000';

const DEFAULT_PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello' }],
} satisfies Anthropic.MessageCreateParams;

/**
 * Makes the call of a drill with the real SDK.
 *
 * @param sdk - `@anthropic-ai/sdk`: its module or its client class, any version.
 * @returns What the application saw. An error of the call is part of it, and never thrown.
 * @example
 * simulator.load({ faults: drill.faults ?? [] });
 * const { error } = await runDrill(Anthropic, drill, { baseURL: simulator.url });
 */
export async function runDrill(
  sdk: AnthropicSdk,
  drill: Drill,
  options: RunDrillOptions,
): Promise<DrillResult> {
  const call = drill.call ?? {};
  const baseURL = call.target === 'refused' ? await refusedAddress() : options.baseURL;
  const events: string[] = [];
  const seen = call.method && call.method !== 'create' ? { events } : {};
  try {
    const client = new (classOf(sdk))({ ...clientOptions(call, baseURL), ...options.clientOptions });
    const value = await make(client, call, events, options.signal);
    return { value, ...seen };
  } catch (error) {
    return { error: describeError(error), ...seen };
  }
}

const classOf = (sdk: AnthropicSdk): AnthropicClass => {
  if (typeof sdk === 'function') return sdk;
  return 'Anthropic' in sdk ? sdk.Anthropic : sdk.default;
};

const clientOptions = ({ apiKey, maxRetries, timeoutMs }: DrillCall, baseURL: string): ClientOptions => ({
  baseURL,
  apiKey: apiKey === undefined ? SIMULATOR_API_KEY : apiKey,
  // Keeps ANTHROPIC_AUTH_TOKEN of the environment out of the drill.
  authToken: null,
  ...(maxRetries !== undefined && { maxRetries }),
  ...(timeoutMs !== undefined && { timeout: timeoutMs }),
});

async function make(
  client: Anthropic,
  call: DrillCall,
  events: string[],
  signal: AbortSignal | undefined,
): Promise<unknown> {
  // The beta resource has these two methods in the same form.
  const messages = (call.beta ? client.beta.messages : client.messages) as Anthropic['messages'];
  const params: Anthropic.MessageCreateParamsNonStreaming = { ...DEFAULT_PARAMS, ...call.params };
  const request = signal ? { signal } : {};
  switch (call.method ?? 'create') {
    case 'create':
      return await messages.create(params, request);
    case 'create-streamed':
      return await readStream(await messages.create({ ...params, stream: true }, request), events);
    case 'stream': {
      const stream = messages.stream(params, request);
      stream.on('streamEvent', ({ type }) => events.push(type));
      return await stream.finalMessage();
    }
  }
}

async function readStream(
  stream: AsyncIterable<Anthropic.RawMessageStreamEvent>,
  events: string[],
): Promise<{ text: string; stopReason: string | null }> {
  let text = '';
  let stopReason: string | null = null;
  for await (const event of stream) {
    events.push(event.type);
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    if (event.type === 'message_delta') stopReason = event.delta.stop_reason;
  }
  return { text, stopReason };
}

const describeError = (error: unknown): DrillError => {
  if (!(error instanceof Error)) return { class: typeof error, name: typeof error, message: String(error) };
  const { status, requestID, type } = error as { status?: unknown; requestID?: unknown; type?: unknown };
  return {
    class: error.constructor.name,
    name: error.name,
    message: error.message,
    ...(typeof status === 'number' && { status }),
    ...(typeof requestID === 'string' && { requestID }),
    ...(typeof type === 'string' && { type }),
  };
};

/** An address on loopback where nobody listens: a port that was free a moment ago. */
const refusedAddress = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(`http://127.0.0.1:${port}`));
    });
  });
