// The options of the instrumentation, and telemetry that fails: the call goes on.
import Anthropic from '@anthropic-ai/sdk';
import { type Tracer, trace } from '@opentelemetry/api';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clientOptionsFor,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

const PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const create = () =>
    new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      ...clientOptionsFor(kind),
    }).messages.create(PARAMS);
  const using = async (
    config: Parameters<typeof startTestTelemetry>[0],
    run: (telemetry: TestTelemetry) => Promise<void>,
  ) => {
    const telemetry = startTestTelemetry(config);
    try {
      await run(telemetry);
    } finally {
      telemetry.stop();
    }
  };

  test.each([
    ['on-retry', '1: ok', 0],
    ['on-retry', '1: 529 retry-after-ms=1; 2: ok', 2],
    ['always', '1: ok', 1],
    ['never', '1: 529 retry-after-ms=1; 2: ok', 0],
  ] as const)('attemptSpans %s, %s: %i', async (attemptSpans, script, expected) => {
    await using({ attemptSpans }, async (telemetry) => {
      simulator.load(script);
      await create();
      expect(telemetry.takeTrace().attempts).toHaveLength(expected);
    });
  });

  test("spanNames 'sdk' keeps the SDK's name", async () => {
    await using({ spanNames: 'sdk' }, async (telemetry) => {
      simulator.load('1: ok');
      await create();
      expect(telemetry.takeTrace().call.name).toBe('anthropic.messages.create');
    });
  });

  test('a tracer that throws does not reach the application', async () => {
    await using({}, async () => {
      const broken = () => {
        throw new Error('broken telemetry');
      };
      trace.disable();
      trace.setGlobalTracerProvider({
        getTracer: () => ({ startSpan: broken, startActiveSpan: broken }) as unknown as Tracer,
      });
      simulator.load('1: 529 retry-after-ms=1; 2: ok');
      expect(await create()).toMatchObject({ type: 'message' });
    });
  });

  test('without any OTel SDK the call is as it was', async () => {
    await using({}, async () => {
      trace.disable();
      simulator.load('1: ok');
      expect(await create()).toMatchObject({ type: 'message' });
    });
  });
});
