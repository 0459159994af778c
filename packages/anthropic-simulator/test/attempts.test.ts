// Which attempt a request is: for the SDK's own retries, for a framework that repeats the whole call, for many at once.
import { setTimeout as pause } from 'node:timers/promises';
import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import type { Script } from '../src/script/script.ts';
import type { Simulator } from '../src/simulator.ts';
import { clientOf, drain, PARAMS, post, simulate } from './client.ts';

const attemptsOf = async (simulator: Simulator): Promise<number[]> => {
  await simulator.settled();
  return simulator.journal.map(({ attempt }) => attempt);
};

/** As LangChain's caller does it: the SDK tries once, and the framework makes the whole call again. */
async function repeating<T>(call: () => PromiseLike<T>, most = 6): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries === most) throw error;
      // LangChain's waits a second or more.
      await pause(30);
    }
  }
}

const streamed = async (client: Anthropic) => {
  const { error } = await drain(await client.messages.create({ ...PARAMS, stream: true }));
  if (error) throw error;
};

describe('a framework that sets the SDK to no retries and repeats the call itself', () => {
  const failures: [what: string, script: Script | string][] = [
    ['a status', '1: 529; 2: ok'],
    ['statuses in a row', '1: 529; 2: 429; 3: 500; 4: ok'],
    ['a list of attempts', '1-3: 503; 4+: ok'],
    ['a refusal that no SDK retries', '1: 401; 2: ok'],
    ['a reset', '1: reset; 2: ok'],
    ['a closed connection', '1: close; 2: ok'],
    ['a hang that the client gives up', '1: hang; 2: ok'],
    ['a late answer that the client gives up', '1: delay 2s; 2: ok'],
  ];
  test.each(failures)('meets a script by attempts: %s', async (_, script) => {
    const simulator = await simulate(script);
    const client = clientOf(simulator, { timeout: 300 });
    expect(await repeating(() => client.messages.create(PARAMS))).toMatchObject({ type: 'message' });
    const attempts = await attemptsOf(simulator);
    expect(attempts.length).toBeGreaterThan(1);
    expect(attempts).toEqual(attempts.map((_, index) => index + 1));
  });

  const cuts = ['cut after 3 deltas', 'error after 2 events', 'garbage after 2 events'];
  test.each(cuts)('meets a script by attempts: a stream with %s', async (fault) => {
    const simulator = await simulate(`1: ${fault}; 2: ok`);
    const client = clientOf(simulator);
    await repeating(() => streamed(client));
    expect(await attemptsOf(simulator)).toEqual([1, 2]);
  });

  test("meets a script by attempts: a success that is no answer of the API's", async () => {
    const simulator = await simulate({
      faults: [
        { when: { attempt: 1 }, response: { body: '<html>', headers: { 'content-type': 'text/html' } } },
      ],
    });
    const client = clientOf(simulator);
    await repeating(async () => {
      const message: unknown = await client.messages.create(PARAMS);
      if (typeof message === 'string') throw new TypeError('no message');
    });
    expect(await attemptsOf(simulator)).toEqual([1, 2]);
  });

  test('also without any header of the SDK', async () => {
    const simulator = await simulate('1-2: 529; 3: ok');
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await post(simulator)).status);
    expect(statuses).toEqual([529, 529, 200, 529]);
    expect(await attemptsOf(simulator)).toEqual([1, 2, 3, 1]);
  });

  test('a script in the header of the request counts the same', async () => {
    const simulator = await simulate();
    const headers = { 'x-simulator-fault': '1: 529; 2: ok' };
    const client = clientOf(simulator);
    await repeating(() => client.messages.create(PARAMS, { headers }));
    expect(await attemptsOf(simulator)).toEqual([1, 2]);
  });

  test('another prompt, another path and a call after a success begin at 1', async () => {
    const simulator = await simulate('529');
    const other = { ...PARAMS, messages: [{ role: 'user', content: 'Another' }] };
    await post(simulator);
    await post(simulator, other);
    await post(simulator, PARAMS, {}, '/v1/messages/count_tokens');
    simulator.load('1: 529; 2: ok');
    // A script that is loaded counts from 1, too.
    for (let i = 0; i < 4; i++) await post(simulator);
    expect(await attemptsOf(simulator)).toEqual([1, 2, 1, 2]);
  });

  test('identical calls at once, by the SDK: its own counts alone tell, so each try is attempt 1', async () => {
    const simulator = await simulate('1: delay 400 529; 2: ok');
    const client = clientOf(simulator);
    const calls = Array.from({ length: 5 }, () => repeating(() => client.messages.create(PARAMS), 2));
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    expect(await attemptsOf(simulator)).toEqual(Array(10).fill(1));
  });

  test('calls at once with a prompt each: each counts its own attempts', async () => {
    const simulator = await simulate('1: delay 400 529; 2: ok');
    const client = clientOf(simulator);
    const calls = Array.from({ length: 5 }, (_, index) =>
      repeating(() => client.messages.create({ ...PARAMS, metadata: { user_id: `${index}` } })),
    );
    expect(await Promise.all(calls)).toHaveLength(5);
    const attempts = await attemptsOf(simulator);
    expect(attempts.toSorted()).toEqual([...Array(5).fill(1), ...Array(5).fill(2)]);
  });

  test('identical calls at once without the SDK: each takes up the one that failed first', async () => {
    const simulator = await simulate('1: delay 400 529; 2: ok');
    const statuses = async () =>
      (await Promise.all(Array.from({ length: 5 }, () => post(simulator)))).map(({ status }) => status);
    expect(await statuses()).toEqual(Array(5).fill(529));
    expect(await statuses()).toEqual(Array(5).fill(200));
    expect(await statuses()).toEqual(Array(5).fill(529));
  });
});

describe("the SDK's own retries", () => {
  const later = '2: 503 retry-after-ms=5; 3: ok';
  const overloaded = `1: 529 retry-after-ms=5; ${later}`;

  test('count as their header says, and the same call again begins at 1', async () => {
    const simulator = await simulate(overloaded);
    const client = clientOf(simulator, { maxRetries: 2 });
    for (let i = 0; i < 3; i++) await client.messages.create(PARAMS);
    expect(await attemptsOf(simulator)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  });

  test('that are used up: the same call again begins at 1', async () => {
    const simulator = await simulate('529 retry-after-ms=5');
    const client = clientOf(simulator, { maxRetries: 1 });
    for (let i = 0; i < 3; i++) await client.messages.create(PARAMS).catch(() => undefined);
    expect(await attemptsOf(simulator)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  test('of many identical calls at once count as their headers say', async () => {
    // The first answer comes when all are on their way.
    const simulator = await simulate(`1: delay 200 529 retry-after-ms=5; ${later}`);
    const client = clientOf(simulator, { maxRetries: 2 });
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 6 }, () => client.messages.create(PARAMS)));
    }
    const attempts = await attemptsOf(simulator);
    expect(attempts.toSorted()).toEqual([1, 2, 3].flatMap((attempt) => Array(18).fill(attempt)));
  });
});
