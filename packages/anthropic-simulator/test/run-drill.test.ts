// A drill says what the application saw, whichever way it calls.
import * as sdk from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import type { Drill } from '../src/drill.ts';
import { runDrill } from '../src/run-drill.ts';
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

  it('can call where nobody listens', async () => {
    const { error, journal } = await run({ call: { target: 'refused', maxRetries: 0 } });
    expect(error).toMatchObject({ class: 'APIConnectionError', message: 'Connection error.' });
    expect(journal).toEqual([]);
  });

  it('can have a timeout, a key, parameters and a signal of its own', async () => {
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
