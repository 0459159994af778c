// A drill says what the application saw, whichever way it calls.
import * as sdk from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import type { Drill } from '../src/drill/drill.ts';
import { runDrill } from '../src/drill/run-drill.ts';
import { startSimulator } from '../src/simulator.ts';
import { simulate } from './client.ts';

const run = async (drill: Omit<Drill, 'title'>, options: { signal?: AbortSignal } = {}) => {
  const simulator = await simulate({ faults: drill.faults ?? [] });
  const result = await runDrill(sdk, { title: 'a test', ...drill }, { baseURL: simulator.url, ...options });
  await simulator.settled();
  return { ...result, journal: simulator.journal };
};

const STREAM_EVENTS = [
  'message_start',
  'content_block_start',
  ...Array(4).fill('content_block_delta'),
  'content_block_stop',
  'message_delta',
  'message_stop',
];

describe('a drill', () => {
  it('makes a plain call by default', async () => {
    const { value, error, events, journal } = await run({});
    expect(value).toMatchObject({ type: 'message', stop_reason: 'end_turn' });
    expect(error).toBeUndefined();
    expect(events).toBeUndefined();
    expect(journal).toMatchObject([{ stream: false, status: 200 }]);
  });

  it.each([false, true])('reads a stream and a helper to their ends (beta: %s)', async (beta) => {
    const streamed = await run({ call: { method: 'create-streamed', beta } });
    expect(streamed.value).toEqual({ text: 'Hello from the simulator.', stopReason: 'end_turn' });
    expect(streamed.events).toEqual(STREAM_EVENTS);
    const helped = await run({ call: { method: 'stream', beta } });
    expect(helped.value).toMatchObject({ type: 'message', stop_reason: 'end_turn' });
    expect(helped.events).toEqual(STREAM_EVENTS);
  });

  it('says what it failed with, after as many attempts as it may make', async () => {
    const faults = [{ response: { status: 529, headers: { 'retry-after': '0.01' } } }];
    const { value, error, journal } = await run({ faults, call: { maxRetries: 1 } });
    expect(value).toBeUndefined();
    expect(error).toEqual({
      class: 'OverloadedError',
      name: expect.any(String),
      message: expect.stringContaining('Overloaded'),
      status: 529,
      type: 'overloaded_error',
      requestID: journal[1]?.requestId,
    });
    expect(journal).toHaveLength(2);
  });

  it('says which events came before a failure', async () => {
    const faults = [{ stream: { after: { deltas: 1 }, then: 'error' } }] as const;
    const { error, events } = await run({ faults, call: { method: 'create-streamed' } });
    expect(events).toEqual(STREAM_EVENTS.slice(0, 3));
    expect(error).toMatchObject({ class: 'APIError', type: 'overloaded_error' });
  });

  it('can call an address without a listener', async () => {
    const { error, journal } = await run({ call: { target: 'refused', maxRetries: 0 } });
    expect(error).toMatchObject({ class: 'APIConnectionError', message: 'Connection error.' });
    expect(journal).toEqual([]);
  });

  it('can have its own timeout, key, parameters and signal', async () => {
    const timedOut = await run({ faults: [{ connection: 'hang' }], call: { timeoutMs: 100, maxRetries: 0 } });
    expect(timedOut.error?.class).toBe('APIConnectionTimeoutError');
    const wrongKey = await run({ call: { apiKey: 'sk-proj-0000' } });
    expect(wrongKey.error).toMatchObject({ class: 'AuthenticationError', status: 401 });
    const badModel = await run({ call: { params: { model: 'gpt-5' } } });
    expect(badModel.error).toMatchObject({ class: 'NotFoundError', type: 'not_found_error' });
    const aborted = await run({}, { signal: AbortSignal.abort() });
    expect(aborted.error?.class).toBe('APIUserAbortError');
  });

  it('can have no key at all, and takes none from the environment', async () => {
    process.env.ANTHROPIC_API_KEY = 'sk-ant-of-the-environment';
    process.env.ANTHROPIC_AUTH_TOKEN = 'token-of-the-environment';
    // A directory without any: no profile of the machine either.
    process.env.ANTHROPIC_CONFIG_DIR = '/nonexistent';
    try {
      const { error, journal } = await run({ call: { apiKey: null } });
      expect(error?.message).toContain('Could not resolve authentication method');
      expect(journal).toEqual([]);
    } finally {
      delete process.env.ANTHROPIC_API_KEY;
      delete process.env.ANTHROPIC_AUTH_TOKEN;
      delete process.env.ANTHROPIC_CONFIG_DIR;
    }
  });
});

describe('an application acts during a call', () => {
  it('aborts, or sets its own deadline', async () => {
    const faults = [{ connection: 'hang' }] as const;
    const aborted = await run({ faults, call: { abortAfterMs: 20 } });
    expect(aborted.error?.class).toBe('APIUserAbortError');
    const late = await run({ faults, call: { deadlineMs: 20, abortAfterMs: 60_000 } });
    expect(late.error?.class).toMatch(/^API(UserAbort|ConnectionTimeout)Error$/);
  });

  it.each(['create-streamed', 'stream'] as const)(
    'leaves a stream early, or reads it slowly (%s)',
    async (method) => {
      const left = await run({ call: { method, stopAfterEvents: 3 } });
      expect(left.events).toEqual(STREAM_EVENTS.slice(0, 3));
      expect(left.value).toMatchObject({ stopReason: null });
      const before = performance.now();
      const slow = await run({ call: { method, pauseBetweenEventsMs: 10 } });
      expect(slow.events).toEqual(STREAM_EVENTS);
      expect(slow.value).toMatchObject({ stopReason: 'end_turn' });
      expect(performance.now() - before).toBeGreaterThan(9 * 9);
    },
  );

  it('calls another path, another protocol or an invalid URL', async () => {
    const path = await run({ call: { baseURL: '/v1/' } });
    expect(path.error?.status).toBe(404);
    expect(path.journal.map((entry) => entry.path)).toEqual(['/v1/v1/messages']);
    const tls = await run({ call: { target: 'tls', maxRetries: 0 } });
    expect(tls.error?.class).toBe('APIConnectionError');
    const none = await run({ call: { baseURL: 'api.anthropic.com', maxRetries: 0 } });
    expect(none.error?.class).toBeDefined();
    expect([...tls.journal, ...none.journal]).toEqual([]);
  });

  it('runs the tools that the model asks for, to its last turn or as long as it may', async () => {
    const tools = [{ name: 'look', input_schema: { type: 'object' } }];
    const turn = { answer: { toolUse: { name: 'look', input: {} } } };
    const call = { method: 'tool-runner', params: { tools } } as const;
    const ended = await run({ faults: [{ ...turn, when: { request: [1, 2] } }], call });
    expect(ended.value).toMatchObject({ stop_reason: 'end_turn' });
    expect(ended.journal).toHaveLength(3);
    const capped = await run({ faults: [turn], call: { ...call, maxIterations: 4 } });
    expect(capped.value).toMatchObject({ stop_reason: 'tool_use' });
    expect(capped.journal).toHaveLength(4);
  });
});

describe('a drill of many calls', () => {
  it('makes them one after the other, each as often as it says', async () => {
    const { calls, error, journal } = await run({
      faults: [{ when: { request: [1, 4] }, response: { status: 400 } }],
      calls: [{ times: 2 }, { method: 'create-streamed', times: 2, maxRetries: 0 }],
    });
    expect(calls?.map((call) => call.error?.status ?? call.events?.length ?? 'answered')).toEqual([
      400,
      'answered',
      STREAM_EVENTS.length,
      400,
    ]);
    expect(error?.status).toBe(400);
    expect(journal.map(({ stream }) => stream)).toEqual([false, false, true, true]);
  });

  it('has as many under way as it says, and no more', async () => {
    let most = 0;
    let now = 0;
    const watched = await startSimulator();
    const counting: typeof fetch = async (...request) => {
      most = Math.max(most, ++now);
      try {
        return await fetch(...request);
      } finally {
        now -= 1;
      }
    };
    const drill = { title: 'a burst', calls: [{ times: 7, atOnce: 3 }] };
    const options = { baseURL: watched.url, clientOptions: { fetch: counting } };
    const { calls } = await runDrill(sdk, drill, options);
    await watched.close();
    expect(calls).toHaveLength(7);
    expect(most).toBe(3);
  });

  it('begins no further call once it is aborted', async () => {
    const aborting = new AbortController();
    const fetchOnce: typeof fetch = (...request) => {
      aborting.abort();
      return fetch(...request);
    };
    const watched = await startSimulator();
    const drill = { title: 'a loop', calls: [{ times: 5 }] };
    const options = { baseURL: watched.url, clientOptions: { fetch: fetchOnce }, signal: aborting.signal };
    const { calls } = await runDrill(sdk, drill, options);
    await watched.close();
    expect(calls?.map(({ error }) => error?.class)).toEqual(['APIUserAbortError']);
  });

  it.each([
    [{ call: {}, calls: [{}] }, 'has call and calls'],
    [{ calls: [] }, 'makes no call at all'],
    [{ calls: [{ times: 0 }] }, 'makes no call at all'],
  ])('is refused when it makes no sense: %j', async (drill, reason) => {
    await expect(run(drill)).rejects.toThrow(reason);
  });
});
