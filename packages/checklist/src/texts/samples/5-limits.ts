// Samples that the pages of step 5, limits, show first.
import type { Sample } from './sample.ts';

export type LimitsSample =
  | 'backoff'
  | 'queue'
  | 'pace'
  | 'paceTokens'
  | 'ramp'
  | 'limits'
  | 'cache'
  | 'deleteFiles'
  | 'trimHistory';

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
  pace: {
    title: 'Start calls at a steady pace',
    code: `const PER_MINUTE = 40; // Below the limit on the Limits page.
let next = 0;
async function paced<T>(call: () => Promise<T>): Promise<T> {
  const start = Math.max(next, Date.now());
  next = start + 60_000 / PER_MINUTE;
  await new Promise((resolve) => setTimeout(resolve, start - Date.now()));
  return await call();
}
const answers = await Promise.all(
  questions.map((content) =>
    paced(() => client.messages.create({ ...params, messages: [{ role: 'user', content }] })),
  ),
);`,
  },
  paceTokens: {
    title: 'Start calls at the pace of the tokens that they may write',
    code: `const TOKENS_PER_MINUTE = 8_000; // Below the limit on the Limits page.
let next = 0;
async function paced<T>(tokens: number, call: () => Promise<T>): Promise<T> {
  const start = Math.max(next, Date.now());
  next = start + (60_000 * tokens) / TOKENS_PER_MINUTE;
  await new Promise((resolve) => setTimeout(resolve, start - Date.now()));
  return await call();
}
const answers = await Promise.all(
  questions.map((content) =>
    paced(params.max_tokens, () =>
      client.messages.create({ ...params, messages: [{ role: 'user', content }] }),
    ),
  ),
);`,
  },
  ramp: {
    title: 'Raise the number of calls in flight step by step',
    code: `let atOnce = 2;
for (let i = 0; i < questions.length; ) {
  const batch = questions.slice(i, i + atOnce);
  await Promise.all(
    batch.map((content) => client.messages.create({ ...params, messages: [{ role: 'user', content }] })),
  );
  i += batch.length;
  atOnce *= 2;
}`,
  },
  limits: {
    title: 'Wait before the limit is used up',
    code: `for (const content of questions) {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content }];
  const { response } = await client.messages.create({ ...params, messages }).withResponse();
  const limit = (name: string) => response.headers.get(\`anthropic-ratelimit-input-tokens-\${name}\`) ?? '';
  // Others share the limit, so a quarter of it is kept.
  if (Number(limit('remaining')) < 0.25 * Number(limit('limit'))) {
    await new Promise((resolve) => setTimeout(resolve, Date.parse(limit('reset')) - Date.now()));
  }
}`,
  },
  cache: {
    title: 'Cache the part that repeats: reads of the cache do not count toward this limit',
    code: `declare const instructions: string;
const system: Anthropic.TextBlockParam[] = [
  { type: 'text', text: instructions, cache_control: { type: 'ephemeral' } },
];
for (const content of questions) {
  await client.messages.create({ ...params, system, messages: [{ role: 'user', content }] });
}`,
  },
  deleteFiles: {
    title: 'Delete old files, then upload',
    code: `const monthAgo = Date.now() - 30 * 24 * 60 * 60 * 1000;
for await (const file of client.beta.files.list()) {
  if (Date.parse(file.created_at) < monthAgo) await client.beta.files.delete(file.id);
}
await client.beta.files.upload({ file: new File(['The report'], 'report.txt') });`,
  },
  trimHistory: {
    title: 'Drop the oldest turns until the prompt fits',
    code: `const { model } = params;
const messages = [...params.messages];
// Counting is free. A turn of the user and its answer go together.
while ((await client.messages.countTokens({ model, messages })).input_tokens > 180_000) messages.splice(0, 2);
const message = await client.messages.create({ ...params, messages });`,
  },
};
