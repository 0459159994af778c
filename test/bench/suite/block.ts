// How long the event loop stands still, and what CPU time it takes, while answers and requests of 40 MB pass.
import type Anthropic from '@anthropic-ai/sdk';
import { PARAMS } from './application.ts';
import { ANSWERS, EVENT_STREAM, REFUSAL, REQUESTS, responding } from './large-answers.ts';
import type { Client } from './subject.ts';
import type { Fetch } from './transport.ts';

interface Case {
  readonly name: string;
  readonly fetch: () => Fetch;
  readonly params?: () => Anthropic.MessageCreateParamsNonStreaming;
  readonly isStream?: boolean;
  /** The application takes the response and reads its text. */
  readonly asText?: boolean;
}

const CASES: readonly Case[] = [
  ...Object.entries(ANSWERS).flatMap(([name, answer]): Case[] => {
    const read = { name, fetch: () => responding(answer), isStream: answer.type === EVENT_STREAM };
    return [read, { ...read, name: `${name}, as text`, asText: true }];
  }),
  ...Object.entries(REQUESTS).map(
    ([name, params]): Case => ({ name: `a request of ${name}`, fetch: () => responding(REFUSAL), params }),
  ),
];

/** For each case, the milliseconds for which the event loop is blocked. */
export const BLOCK_MEASURES: readonly string[] = CASES.map(({ name }) => `block of ${name}`);

/** The least of some calls counts: what else the machine does only adds. */
const CALLS = 3;

/** {@link BLOCK_MEASURES}; `longestBlock`, the longest of them; `largeCpu`, milliseconds of CPU time of a call of each case. */
export async function blocks(make: (fetch: Fetch) => Client): Promise<Record<string, number>> {
  const results: Record<string, number> = {};
  let cpu = 0;
  for (const [index, one] of CASES.entries()) {
    const client = make(one.fetch());
    const params = one.params?.() ?? PARAMS;
    let [block, least] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let call = 0; call < CALLS; call += 1) {
      global.gc?.();
      const before = process.cpuUsage();
      block = Math.min(block, await longestBlock(() => read(client, params, one)));
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, (user + system) / 1000);
    }
    results[BLOCK_MEASURES[index] as string] = block;
    cpu += least;
  }
  return { ...results, longestBlock: Math.max(...Object.values(results)), largeCpu: cpu };
}

async function read(
  { messages }: Client,
  params: Anthropic.MessageCreateParamsNonStreaming,
  { isStream, asText }: Case,
): Promise<unknown> {
  // Whoever asks again is measured again.
  const once = { maxRetries: 0 };
  if (!isStream) {
    const answer = messages.create(params, once);
    return asText ? (await answer.asResponse()).text() : answer;
  }
  const stream = messages.create({ ...params, stream: true }, once);
  if (asText) return (await stream.asResponse()).text();
  for await (const _ of await stream);
}

/** Milliseconds of CPU time of the thread: other processes take none of it. */
function used(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The most CPU time that was used while nothing else could run, in milliseconds. */
async function longestBlock(call: () => Promise<unknown>): Promise<number> {
  let last = used();
  let longest = 0;
  let isOver = false;
  const look = (): void => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await call().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 2));
  isOver = true;
  look();
  return longest;
}
