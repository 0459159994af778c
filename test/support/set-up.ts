// The set-up of most tests: a simulator, telemetry in memory, and an observed client that calls the simulator.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll } from 'vitest';
import { clientOptionsFor, type SpanKind, startTestTelemetry, type TestTelemetry } from './telemetry.ts';

/** A request that the simulator answers. */
export const PARAMS: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hello' }],
};

interface Fixture {
  readonly simulator: Simulator;
  readonly telemetry: TestTelemetry;
  /** A client of the simulator whose call spans are of that kind. */
  client(kind: SpanKind, options?: ClientOptions): Anthropic;
}

/** Starts both before the tests of a file, or of the `describe` it is called in, and stops them afterwards. */
export function setUp(start: () => TestTelemetry = startTestTelemetry): Fixture {
  let simulator: Simulator | undefined;
  let telemetry: TestTelemetry | undefined;
  beforeAll(async () => {
    telemetry = start();
    simulator = await startSimulator();
  });
  afterAll(async () => {
    telemetry?.stop();
    await simulator?.close();
  });
  const running = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('nothing is running yet: use the fixture in a test or a hook');
    return value;
  };
  return {
    get simulator() {
      return running(simulator);
    },
    get telemetry() {
      return running(telemetry);
    },
    client: (kind, options = {}) =>
      new Anthropic({
        apiKey: SIMULATOR_API_KEY,
        baseURL: running(simulator).url,
        ...clientOptionsFor(kind),
        ...options,
      }),
  };
}
