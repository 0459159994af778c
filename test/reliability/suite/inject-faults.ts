// Makes every place of every target throw, one at a time, in every kind of call. The application sees the same as without us.
import Anthropic from '@anthropic-ai/sdk';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PARAMS } from '../../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, type SpanKind } from '../../support/telemetry.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import {
  arm,
  startHostileTelemetry,
  stopHostileTelemetry,
  TARGET_NAMES,
  TARGETS,
  type Target,
} from './targets.ts';

/** A way to add the instrumentation to calls. */
export interface WayIn {
  /** Patches the SDK for the whole process. */
  readonly patch?: (instrumentation: AnthropicInstrumentation) => void;
  /** Adds a middleware to a client. */
  readonly middleware?: (
    instrumentation: AnthropicInstrumentation,
  ) => ReturnType<AnthropicInstrumentation['middleware']>;
  /** Targets that the run does not reach, with the reason. */
  readonly untouched: Readonly<Record<string, string>>;
}

export function injectFaults({ patch, middleware, untouched }: WayIn): void {
  let simulator: Simulator;
  let instrumentation: AnthropicInstrumentation | undefined;
  const unobserved = new Map<string, unknown>();
  const unhandled: unknown[] = [];
  const noteUnhandled = (problem: unknown): void => void unhandled.push(problem);

  beforeAll(async () => {
    process.on('unhandledRejection', noteUnhandled);
    simulator = await startSimulator();
    // Before any patch.
    for (const kind of SPAN_KINDS)
      for (const scenario of SCENARIOS)
        for (const target of [undefined, 'what fetch rejects with'] as const)
          unobserved.set(`${kind} ${scenario.name} ${target}`, await seen(scenario, kind, target));
    instrumentation = startHostileTelemetry();
    patch?.(instrumentation);
  });
  afterAll(async () => {
    process.off('unhandledRejection', noteUnhandled);
    instrumentation?.disable();
    stopHostileTelemetry();
    await simulator.close();
  });

  /** The application's view of one kind of call. */
  async function seen(
    { script, options = {}, params: given = PARAMS, run }: Scenario,
    kind: SpanKind,
    target?: Target,
  ): Promise<unknown> {
    simulator.load(typeof script === 'string' ? script : script(simulator.url));
    const own = instrumentation && middleware ? [middleware(instrumentation)] : [];
    const client = new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      // No server answers there, so a retry would only take time.
      maxRetries: target === 'what fetch rejects with' ? 0 : 1,
      ...clientOptionsFor(kind),
      ...options,
      middleware: [...own, ...(options.middleware ?? [])],
      fetch: fetchFor(target),
    });
    const look = <Given extends object>(given: Given): Given =>
      target === "the application's parameters" ? TARGETS[target].looked(given) : given;
    const params = look(structuredClone(given));
    const outcome = await run(client, params, look).then(
      (value) => ({ value }),
      (error: Error) => ({ class: error.constructor.name, message: error.message }),
    );
    await simulator.settled();
    return { outcome, requests: simulator.journal.map(({ status, outcome: how }) => [status, how]) };
  }

  describe.each(SPAN_KINDS)('%s call spans', (kind) => {
    describe.each(TARGET_NAMES)('%s', (target) => {
      // Hundreds of calls each.
      test('throws at every place, one at a time', { timeout: 600_000 }, async () => {
        let places = 0;
        const sabotaged = (scenario: Scenario, at?: number): Promise<unknown> => {
          arm(target, at);
          return seen(scenario, kind, target);
        };
        for (const scenario of SCENARIOS) {
          const own = target === 'what fetch rejects with' ? target : undefined;
          const expected = unobserved.get(`${kind} ${scenario.name} ${own}`);
          expect(await sabotaged(scenario), scenario.name).toEqual(expected);
          const all = TARGETS[target].places;
          places += all.length;
          for (const at of all) {
            const result = await sabotaged(scenario, at);
            const place = `${scenario.name}, touch ${at}: ${TARGETS[target].thrown?.stack}`;
            expect(result, place).toEqual(expected);
          }
          // Objects that stay behind end without an error.
          arm(target);
        }
        if (`${kind}, ${target}` in untouched) expect(places).toBe(0);
        else expect(places).toBeGreaterThan(0);
        expect(unhandled).toEqual([]);
      });
    });
  });
}

function fetchFor(target: Target | undefined): typeof fetch {
  if (target === 'what fetch rejects with') {
    return async () => {
      const error = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
      throw TARGETS[target].looked(error);
    };
  }
  if (target !== 'a response and its headers') return fetch;
  return async (url, init) => {
    const response = await fetch(url, init);
    const headers = TARGETS[target].looked(response.headers);
    return Object.defineProperty(response, 'headers', { value: headers, configurable: true });
  };
}
