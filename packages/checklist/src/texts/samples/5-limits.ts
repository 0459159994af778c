// Samples that the pages of step 5, limits, show first.
import type { Sample } from './sample.ts';

export type LimitsSample = 'backoff' | 'queue' | 'limits' | 'cache';

export const limitsSamples: Readonly<Record<LimitsSample, Sample>> = {
  backoff: {
    title: 'Let the SDK retry a few times',
    code: `// Waits as long as \`retry-after\` says, else longer each time, with jitter. No second retry loop around it.
const client = new Anthropic({ maxRetries: 4 });
const message = await client.messages.create(params);`,
  },
  queue: {
    title: 'Limit the calls in flight',
    code: `const MAX_IN_FLIGHT = 5;
let free = MAX_IN_FLIGHT;
const waiting: (() => void)[] = [];
async function limited<T>(call: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await call();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}
const answers = await Promise.all(
  questions.map((content) =>
    limited(() => client.messages.create({ ...params, messages: [{ role: 'user', content }] })),
  ),
);`,
  },
  limits: {
    title: 'Read the remaining limits',
    code: `const { data, response } = await client.messages.create(params).withResponse();
const left = Number(response.headers.get('anthropic-ratelimit-input-tokens-remaining'));
if (left < 10_000) await new Promise((resolve) => setTimeout(resolve, 5_000));`,
  },
  cache: {
    title: 'Cache the part that repeats',
    code: `await client.messages.create({
  ...params,
  system: [{ type: 'text', text: 'The long instructions', cache_control: { type: 'ephemeral' } }],
});`,
  },
};
