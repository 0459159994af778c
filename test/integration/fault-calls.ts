// Makes the calls of the fault cases with the real SDK.
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { Script, Simulator } from '@sevenstep/anthropic-simulator';
import { deadEndpoint } from '../support/dead-endpoint.ts';
import type { RawReply, RawServer } from '../support/raw-server.ts';
import { after, CASES, type Call, type Case, type Method } from './fault-cases.ts';

/** Every case with each of its ways of calling. */
export const CALLS: ReadonlyArray<readonly [name: string, one: Case, call: Call]> = CASES.flatMap((one) =>
  one.calls.map((call) => [`${one.title}: ${call}`, one, call] as const),
);

/** The client and parameters of a call. */
export interface Caller {
  readonly servers: { readonly simulator: Simulator; readonly raw: RawServer };
  client(options: ClientOptions): Anthropic;
  readonly params: Anthropic.MessageCreateParamsNonStreaming;
}

/** Reads something to its end, and returns the number of parts or bytes. */
async function drain(parts: AsyncIterable<unknown> | Iterable<unknown>): Promise<number> {
  let length = 0;
  for await (const part of parts) length += part instanceof Uint8Array ? part.length : 1;
  return length;
}

/** Makes the call, and describes in a few words what the application saw. */
export async function makeCall(
  one: Case,
  call: Call,
  { servers: { simulator, raw }, client: makeClient, params }: Caller,
): Promise<string> {
  const isRaw = typeof one.faults === 'object' && 'parts' in one.faults;
  if (isRaw) raw.reply(one.faults as RawReply);
  else simulator.load(one.faults as string | Script);
  const baseURL = one.nobodyListens ? await deadEndpoint() : isRaw ? raw.url : simulator.url;
  const controller = new AbortController();
  let requests = 0;
  const abortingFetch: typeof fetch = (...args) => {
    requests += 1;
    const { request, reason } = one.abortDuring ?? {};
    if (request === requests) setTimeout(() => controller.abort(reason), 20);
    return fetch(...args);
  };
  const client = makeClient({
    authToken: null,
    baseURL,
    ...(one.abortDuring && { fetch: abortingFetch }),
    ...one.client,
  });
  if (one.abortAfter !== undefined) setTimeout(() => controller.abort(), one.abortAfter);
  const options = {
    signal: one.deadline === undefined ? controller.signal : AbortSignal.timeout(one.deadline),
  };
  const messages = (
    call.startsWith('beta.') ? client.beta.messages : client.messages
  ) as Anthropic['messages'];
  const read = one.read ?? after(-1, () => false);
  try {
    switch (call.replace('beta.', '') as Method) {
      case 'create':
        return describe(await messages.create(params, options));
      case 'create-streamed': {
        const stream = await messages.create({ ...params, stream: true }, options);
        return await read(stream, () => controller.abort());
      }
      case 'create-teed': {
        const halves = (await messages.create({ ...params, stream: true }, options)).tee();
        return `read ${await Promise.all(halves.map(drain))} events`;
      }
      case 'create-raw': {
        const response = await messages.create({ ...params, stream: true }, options).asResponse();
        return `read ${await drain(response.body ?? [])} bytes`;
      }
      case 'stream': {
        const stream = messages.stream(params, options);
        if (one.read) return await one.read(stream, () => controller.abort());
        return describe(await stream.finalMessage());
      }
    }
  } catch (error) {
    const { status } = error as { status?: number };
    const name = error instanceof Error ? error.constructor.name : typeof error;
    return `throws ${name}${status === undefined ? '' : ` ${status}`}`;
  }
}

/** A message's stop reason; the type of any other value. */
const describe = (value: unknown): string => {
  const { type, stop_reason } = (value ?? {}) as { type?: unknown; stop_reason?: unknown };
  return type === 'message'
    ? `gets a message, ${stop_reason}`
    : `gets ${value === null ? 'null' : typeof value}`;
};
