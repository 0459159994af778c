// Runs a drill: makes its calls with the real SDK, and returns what the application saw.
import { createServer } from 'node:net';
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { Drill, DrillCall, DrillCalls } from './drill.ts';
import { makeCall } from './make-call.ts';

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
  /** Aborts what is under way, and begins no further call. */
  readonly signal?: AbortSignal;
  /** Laid over the options the drill asks for, such as `openTelemetry`, `middleware` or `logLevel`. */
  readonly clientOptions?: ClientOptions;
  /** Called with what a call threw, as the SDK threw it; its result has a description. */
  readonly onError?: (error: unknown) => void;
}

/** The result as the application saw it: of a drill's only call, or of the last one. */
export interface DrillResult extends CallResult {
  /** For a drill with `calls`: the result of each, in the order of their starts. */
  readonly calls?: readonly CallResult[];
}

/** The result of a call, as the application saw it. */
export interface CallResult {
  /** The message; for `create-streamed`, `{ text, stopReason }` as read. Absent where the call failed. */
  readonly value?: unknown;
  /** The types of the events the application got, in order, for a streamed call. */
  readonly events?: readonly string[];
  /** The error of the call. */
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

/** The key that a drill sends by default. The simulator accepts it. */
export const SIMULATOR_API_KEY = 'sk-ant-simulator-0000';

/**
 * Makes the calls of a drill with the real SDK.
 *
 * Run it inside an active span if the calls should be in one trace.
 *
 * @param sdk - `@anthropic-ai/sdk`: its module or its client class, any version.
 * @returns The result as the application saw it. It includes a call's error, which is not thrown.
 * @throws TypeError if a drill has both `call` and `calls`, or no call.
 * @example
 * simulator.load({ faults: drill.faults ?? [] });
 * const { error } = await runDrill(Anthropic, drill, { baseURL: simulator.url });
 */
export async function runDrill(
  sdk: AnthropicSdk,
  drill: Drill,
  options: RunDrillOptions,
): Promise<DrillResult> {
  const { title, call, calls } = drill;
  if (calls === undefined) return await resultOf(classOf(sdk), call ?? {}, options);
  if (call !== undefined) throw new TypeError(`drill '${title}': has call and calls; give one of them`);
  const results: CallResult[] = [];
  for (const each of calls) results.push(...(await repeat(classOf(sdk), each, options)));
  const last = results.at(-1);
  if (last === undefined) throw new TypeError(`drill '${title}': calls makes no call at all`);
  return { ...last, calls: results };
}

async function repeat(
  sdk: AnthropicClass,
  { times = 1, atOnce = 1, ...call }: DrillCalls,
  options: RunDrillOptions,
): Promise<CallResult[]> {
  const results: CallResult[] = [];
  let begun = 0;
  const caller = async (): Promise<void> => {
    while (begun < times && !options.signal?.aborted) {
      const index = begun++;
      results[index] = await resultOf(sdk, call, options);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, times) }, caller));
  return results;
}

async function resultOf(sdk: AnthropicClass, call: DrillCall, options: RunDrillOptions): Promise<CallResult> {
  const events: string[] = [];
  const seen = call.method === 'create-streamed' || call.method === 'stream' ? { events } : {};
  try {
    const client = new sdk(await clientOptionsOf(call, options));
    const value = await makeCall(client, call, events, options.signal);
    return { value, ...seen };
  } catch (error) {
    options.onError?.(error);
    return { error: describeError(error), ...seen };
  }
}

/** The options of the client of a drill's call. */
export const clientOptionsOf = async (
  call: DrillCall,
  { baseURL, clientOptions: over }: Pick<RunDrillOptions, 'baseURL' | 'clientOptions'>,
): Promise<ClientOptions> => ({ ...clientOptions(call, await baseUrlOf(call, baseURL)), ...over });

const classOf = (sdk: AnthropicSdk): AnthropicClass => {
  if (typeof sdk === 'function') return sdk;
  return 'Anthropic' in sdk ? sdk.Anthropic : sdk.default;
};

const clientOptions = (
  { apiKey, keyError, headers, maxRetries, timeoutMs }: DrillCall,
  baseURL: string,
): ClientOptions => ({
  baseURL,
  apiKey: keyError === undefined ? keyOf(apiKey) : () => Promise.reject(new Error(keyError)),
  // Keeps the environment's ANTHROPIC_AUTH_TOKEN out of the drill.
  authToken: null,
  ...(headers && { defaultHeaders: headers }),
  ...(maxRetries !== undefined && { maxRetries }),
  ...(timeoutMs !== undefined && { timeout: timeoutMs }),
});

const keyOf = (apiKey: string | null | undefined): string | null =>
  apiKey === undefined ? SIMULATOR_API_KEY : apiKey;

async function baseUrlOf({ target, baseURL = '/' }: DrillCall, simulator: string): Promise<string> {
  if (!baseURL.startsWith('/')) return baseURL;
  const address = target === 'refused' ? await refusedAddress() : simulator;
  return (target === 'tls' ? address.replace('http:', 'https:') : address) + baseURL.replace(/\/$/, '');
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

/** A loopback address without a listener: its port was free a moment ago. */
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
