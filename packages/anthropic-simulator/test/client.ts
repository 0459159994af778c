// Shared by the tests: a client of the simulator, and raw requests without the SDK.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { onTestFinished } from 'vitest';
import type { Script } from '../src/script/script.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator.ts';

export const KEY = 'sk-ant-simulator-0000';

export const PARAMS: { model: string; max_tokens: number; messages: { role: 'user'; content: string }[] } = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello' }],
};

/** A simulator that ends with the test. */
export async function simulate(script?: Script | string, options?: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(script, options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export const clientOf = (simulator: Simulator, options: ClientOptions = {}): Anthropic =>
  new Anthropic({ baseURL: simulator.url, apiKey: KEY, maxRetries: 0, ...options });

/** A request without the SDK; `null` leaves a usual header out. */
export async function post(
  simulator: Simulator,
  body: unknown = PARAMS,
  headers: Record<string, string | null> = {},
  path = '/v1/messages',
): Promise<Response> {
  const all = Object.entries({
    'x-api-key': KEY,
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
    ...headers,
  });
  return fetch(`${simulator.url}${path}`, {
    method: 'POST',
    headers: all.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]])),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** All of a body that arrives before it ends or breaks, and whether it broke. */
export async function readAll(response: Response): Promise<{ bytes: Buffer; broke: boolean }> {
  const chunks: Uint8Array[] = [];
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return { bytes: Buffer.concat(chunks), broke: false };
      chunks.push(part.value);
    }
  } catch {
    return { bytes: Buffer.concat(chunks), broke: true };
  }
}

/** The event types of a raw stream, `ping` among them. */
export const eventTypes = (bytes: Buffer): string[] =>
  Array.from(bytes.toString().matchAll(/^event: (.*)$/gm), ([, type]) => type ?? '');

/** Reads an SDK stream to its end: the events' types, and its error. */
export async function drain(
  stream: AsyncIterable<{ type: string }>,
): Promise<{ types: string[]; error?: Error }> {
  const types: string[] = [];
  try {
    for await (const { type } of stream) types.push(type);
    return { types };
  } catch (error) {
    return { types, error: error as Error };
  }
}

/** The error of a promise. It throws if the promise resolves. */
export const failure = async <E extends Error = Error>(promise: PromiseLike<unknown>): Promise<E> => {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error as E;
  }
  throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
};
