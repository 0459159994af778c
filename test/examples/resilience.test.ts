// The example `resilience`: each policy by itself, the two services side by side, and the page of its results.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { diagnose, findPattern } from '@sevenstep/checklist';
import { expect, onTestFinished, test } from 'vitest';
import { AttemptFailed, attempt } from '../../examples/resilience/attempt.ts';
import { Breakers, CircuitOpen } from '../../examples/resilience/policies/breaker.ts';
import { Hedge } from '../../examples/resilience/policies/hedge.ts';
import { Jobs } from '../../examples/resilience/policies/jobs.ts';
import { type Cost, Limits, OverBudget } from '../../examples/resilience/policies/limits.ts';
import { Notes } from '../../examples/resilience/policies/notes.ts';
import { Draft, untilWhole } from '../../examples/resilience/policies/resume.ts';
import { mayRetry } from '../../examples/resilience/policies/retry.ts';
import { SITUATIONS } from '../../examples/resilience/rehearsal/situations.ts';
import { SETTINGS } from '../../examples/resilience/settings.ts';

const FOLDER = fileURLToPath(new URL('../../examples/resilience/', import.meta.url));

const QUESTION = {
  stream: true,
  params: {
    model: SETTINGS.models[0],
    max_tokens: 64,
    messages: [{ role: 'user' as const, content: 'Tell me.' }],
  },
};
const COST: Cost = { requests: 1, 'input-tokens': 100, 'output-tokens': 64, tokens: 164 };
const NOBODY_ABORTS = { signal: new AbortController().signal, priority: 0 };

async function simulate(script: Parameters<typeof startSimulator>[0]) {
  const simulator = await startSimulator(script);
  onTestFinished(() => simulator.close());
  const client = new Anthropic({ baseURL: simulator.url, apiKey: SIMULATOR_API_KEY });
  const ask = (draft: Draft) =>
    attempt(client, draft.question(SETTINGS.models[0]), {
      ...NOBODY_ABORTS,
      retry: 0,
      onFirstEvent: () => {},
      onPattern: () => {},
    });
  return { simulator, ask };
}

const failed = (status: number, headers: Record<string, string> = {}): AttemptFailed => {
  const diagnosis = diagnose({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'http.response.status_code': status,
    'error.type': status === 529 ? 'overloaded_error' : 'rate_limit_error',
  });
  const error = Anthropic.APIError.generate(status, undefined, undefined, new Headers(headers));
  return new AttemptFailed(error, diagnosis, { text: '', requestId: '' });
};

test('an answer that stops at max_tokens is continued, and both parts are one answer', async () => {
  const { simulator, ask } = await simulate({
    faults: [
      { when: { request: 1 }, answer: { text: 'Once upon', stopReason: 'max_tokens' } },
      { answer: { text: ' a time.' } },
    ],
  });
  const draft = new Draft(QUESTION);
  await untilWhole(draft, new Notes(), () => ask(draft));
  expect(draft.text).toBe('Once upon a time.');
  expect(draft.question('claude-haiku-4-5').params.messages).toMatchObject([
    { content: 'Tell me.' },
    { role: 'assistant', content: 'Once upon' },
    { role: 'user' },
  ]);
  expect(simulator.journal).toHaveLength(2);
});

test('what came of a stream that broke is kept', async () => {
  const { ask } = await simulate('cut after 2 deltas');
  const draft = new Draft(QUESTION);
  const error = await ask(draft).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(AttemptFailed);
  expect(error.partial.text).toBe('Hello from');
  expect(error.partial.requestId).toMatch(/^req_/);
});

test('retry-after is obeyed up to the bound, and the word of the API on the answer counts', () => {
  expect(mayRetry(failed(529))).toBe(true);
  expect(mayRetry(failed(429, { 'retry-after-ms': '500' }))).toBe(true);
  expect(mayRetry(failed(429, { 'retry-after': '30' }))).toBe(false);
  expect(mayRetry(failed(529, { 'x-should-retry': 'false' }))).toBe(false);
});

test('limits wait for what the headers say is left, and say so when it is too long', async () => {
  const limits = new Limits();
  const run = () => limits.run(COST, NOBODY_ABORTS, async () => 'sent');
  expect(await run()).toBe('sent');
  const headers = (remaining: string, resetMs: number) =>
    new Headers({
      'anthropic-ratelimit-input-tokens-limit': '50000',
      'anthropic-ratelimit-input-tokens-remaining': remaining,
      'anthropic-ratelimit-input-tokens-reset': new Date(Date.now() + resetMs).toISOString(),
    });
  limits.learn(headers('20', 3_600_000));
  await expect(run()).rejects.toBeInstanceOf(OverBudget);
  expect(limits.hasRoom(COST)).toBe(false);
  limits.learn(headers('40000', 60_000));
  expect(await run()).toBe('sent');
});

test('the breaker opens on the word of the diagnosis, for that model only', async () => {
  const breakers = new Breakers(new Notes());
  const overloaded = () => breakers.run('claude-sonnet-5', () => Promise.reject(failed(529)));
  await expect(overloaded()).rejects.toBeInstanceOf(AttemptFailed);
  await expect(overloaded()).rejects.toBeInstanceOf(AttemptFailed);
  const outage = findPattern('service.outage');
  if (!outage) throw new Error('the pattern service.outage is gone: name the new one in breaker.ts');
  breakers.hear('claude-sonnet-5', { id: outage.id } as Parameters<Breakers['hear']>[1]);
  await expect(overloaded()).rejects.toBeInstanceOf(AttemptFailed);
  await expect(overloaded()).rejects.toBeInstanceOf(CircuitOpen);
  expect(await breakers.run('claude-haiku-4-5', async () => 'sent')).toBe('sent');
});

test('of a hedge the first answer counts, the other is aborted, and the budget bounds how many there are', async () => {
  const notes = new Notes();
  const hedge = new Hedge(notes);
  const aborted: number[] = [];
  const run = () => {
    let begun = 0;
    return hedge.run(
      NOBODY_ABORTS.signal,
      () => true,
      async ({ signal }) => {
        const mine = ++begun;
        signal.addEventListener('abort', () => aborted.push(mine));
        if (mine === 1) await new Promise((resolve) => setTimeout(resolve, SETTINGS.hedgeAfterMs * 4));
        return mine;
      },
    );
  };
  expect(await Promise.all([run(), run(), run()])).toEqual([2, 2, 1]);
  expect(aborted).toContain(1);
  expect(notes.counts.get('hedge')).toBe(SETTINGS.hedgesAtOnce);
});

test('a job is done once, however often it is added, and again after a failure', async () => {
  const jobs = new Jobs<string>();
  let times = 0;
  const work = async () => {
    times += 1;
    if (times === 1) throw new Error('not yet');
    return `done at try ${times}`;
  };
  expect(await Promise.all([jobs.add('a', work), jobs.add('a', work)])).toEqual([
    'done at try 2',
    'done at try 2',
  ]);
  expect(await jobs.add('a', work)).toBe('done at try 2');
  expect(await jobs.stop(1_000)).toHaveLength(1);
});

/** Runs the rows whose drill or world has this in its name. */
function rows(choice: string) {
  const { stdout, stderr } = spawnSync('npm', ['run', '-s', 'start', '--', choice], {
    cwd: FOLDER,
    encoding: 'utf8',
    // No Jaeger of this machine.
    env: { ...process.env, JAEGER_URL: 'http://127.0.0.1:9' },
  });
  const figures = Array.from(
    stdout.matchAll(/^(\S+) +(\w.*?) {2,}(\d+) +(\d+) % .*\| +(\d+) +(\d+) % +\S+ s +\d+ (.*)$/gm),
    ([, drill, world, sdkSent, sdkServed, sent, served, remarks]) => {
      const sdk = { sent: Number(sdkSent), served: Number(sdkServed) };
      return [`${drill}, ${world}`, { sdk, sent: Number(sent), served: Number(served), remarks }] as const;
    },
  );
  expect(figures, stdout + stderr).not.toHaveLength(0);
  return Object.fromEntries(figures);
}

// Figures of a busy machine say little: such a run is made again.
test('side by side, each policy shows in the figures', { retry: 2 }, () => {
  const overloaded = rows('service.overloaded');
  const worlds = Object.keys(overloaded).map((name) => name.split(', ')[1]);
  expect(worlds.toSorted()).toEqual(['heals', 'one model', 'share', 'stays']);
  const { stays, heals, oneModel } = {
    stays: overloaded['service.overloaded, stays'],
    heals: overloaded['service.overloaded, heals'],
    oneModel: overloaded['service.overloaded, one model'],
  };
  expect(stays?.sdk).toEqual({ sent: 72, served: 0 });
  expect(stays?.sent).toBeLessThan(72);
  expect(stays?.remarks).toMatch(/^100 % plain.*breaker opens/);
  expect(heals?.served).toBeGreaterThanOrEqual(heals?.sdk.served ?? 100);
  expect(oneModel?.sdk).toEqual({ sent: 72, served: 0 });
  expect(oneModel?.served).toBeGreaterThan(50);

  const key = rows('identity.key_invalid');
  expect(key['identity.key_invalid, stays']).toMatchObject({
    sdk: { sent: 24 },
    sent: 1,
    remarks: 'not started: identity.key_invalid',
  });
});

test('the page has a row for every drill in its worlds, and no other', () => {
  const page = readFileSync(`${FOLDER}RESULTS.md`, 'utf8');
  const kept = Array.from(
    page.matchAll(/^\| (?:\[`)?([^`|]+?)(?:`\]\([^)]*\))? \| ([a-z ]+) \| \d+ \| \d+ % \| [\d.]+ s \|/gm),
  );
  expect(
    kept.map(([, drill, world]) => `${drill}, ${world}`).toSorted(),
    'run npm run example resilience -- --write',
  ).toEqual(SITUATIONS.map(({ id, world }) => `${id}, ${world}`).toSorted());
});
