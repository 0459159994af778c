// A stream that is opened and never read, a response that is dropped: their spans end all the same.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Anthropic from '@anthropic-ai/sdk';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clientOptionsFor,
  isCallSpan,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

const PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let simulator: Simulator;
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = startTestTelemetry();
  simulator = await startSimulator();
});
afterAll(async () => {
  telemetry.stop();
  await simulator.close();
});

/** Collects until a call span has ended. */
async function spanOfTheCollected() {
  for (let tries = 0; tries < 100; tries += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10));
    const call = telemetry.takeSpans().find(isCallSpan);
    if (call) return call.attributes;
  }
  return undefined;
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = () =>
    new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, ...clientOptionsFor(kind) });

  test('a stream that nobody reads is abandoned', async () => {
    await (async () => {
      await client().messages.create({ ...PARAMS, stream: true });
    })();
    expect(await spanOfTheCollected()).toMatchObject({
      'anthropic.stream.outcome': 'abandoned',
      'anthropic.stream.events': 0,
      'http.response.status_code': 200,
    });
  });

  test('a response of asResponse() that nobody reads', async () => {
    await (async () => {
      await client().messages.create(PARAMS).asResponse();
    })();
    expect(await spanOfTheCollected()).toMatchObject({ 'http.response.status_code': 200 });
  });

  test('a call that nobody awaits', async () => {
    (() => {
      client().messages.create(PARAMS);
    })();
    expect(await spanOfTheCollected()).toMatchObject({ 'http.response.status_code': 200 });
  });

  test('a stream that is aborted before anybody reads it', async () => {
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    stream.controller.abort();
    expect(telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('aborted');
  });
});
