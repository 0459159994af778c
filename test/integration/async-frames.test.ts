// An error's stack shows as many frames of the application as without the instrumentation, for every kind of call.
import type { Anthropic, Middleware } from '@anthropic-ai/sdk';
import { expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();

const passing: Middleware = (request, next) => next(request);

async function readStream(client: Anthropic): Promise<void> {
  for await (const _ of await client.messages.create({ ...PARAMS, stream: true }));
}

/**
 * Ways to fail: a script of the simulator, and a call. `withResponse()` omits the application's frames even without the instrumentation, because it awaits two promises together.
 */
const WAYS: Record<string, [script: string, call: (client: Anthropic) => Promise<unknown>]> = {
  'create, refused': ['401', (client) => client.messages.create(PARAMS)],
  'create, refused twice': ['529 retry-after-ms=1', (client) => client.messages.create(PARAMS)],
  'a stream, refused': ['400', (client) => client.messages.create({ ...PARAMS, stream: true })],
  'asResponse, refused': ['400', (client) => client.messages.create(PARAMS).asResponse()],
  'withResponse, refused': ['400', (client) => client.messages.create(PARAMS).withResponse()],
  'client.post, refused': ['400', (client) => client.post('/v1/messages', { body: PARAMS })],
  'a list, refused': ['401', async (client) => client.models.list()],
  'through a middleware, refused': [
    '401',
    (client) => client.messages.create(PARAMS, { middleware: [passing] }),
  ],
  'through a middleware, cut': [
    'reset',
    (client) => client.messages.create(PARAMS, { middleware: [passing] }),
  ],
  'garbage in a stream': ['garbage after 2 events', readStream],
  'an error event': ['error after 1 deltas', readStream],
};

async function ofTheApplication(call: () => Promise<unknown>): Promise<unknown> {
  return await call();
}

async function framesOf(call: () => Promise<unknown>): Promise<string[]> {
  try {
    await ofTheApplication(call);
  } catch (error) {
    const frames = String((error as Error).stack).split('\n');
    return frames
      .filter((frame) => /ofTheApplication|framesOf/.test(frame))
      .map((frame) => frame.trim().replace(/ \(.*$/, ''));
  }
  throw new Error('nothing was thrown');
}

test.each(
  SPAN_KINDS.flatMap((kind) => Object.entries(WAYS).map(([way, what]) => [kind, way, ...what] as const)),
)('%s call spans: %s', async (kind, way, script, call) => {
  const frames = () => {
    fixture.simulator.load(script);
    return framesOf(() => call(fixture.client(kind, { maxRetries: 1 })));
  };
  const observed = await frames();
  const { instrumentation } = fixture.telemetry;
  instrumentation.disable();
  const bare = await frames().finally(() => instrumentation.enable());
  fixture.telemetry.takeSpans();
  expect(observed).toEqual(bare);
  if (way !== 'withResponse, refused') expect(bare.length).toBeGreaterThan(0);
});
