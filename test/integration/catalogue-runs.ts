// Runs drills with the real SDK over real HTTP, and keeps their results.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { type Drill, type DrillResult, runDrill, startSimulator } from '@sevenstep/anthropic-simulator';
import { createChecklist, type Diagnosis, type Thresholds } from '@sevenstep/checklist';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { clientOptionsFor, startTestTelemetry, type TestTelemetry } from '../support/telemetry.ts';

/** The results of one call. */
export interface Run {
  readonly title: string;
  readonly result: DrillResult;
  /** The attributes without the diagnosis. */
  readonly attributes: SpanAttributes;
  readonly durationSeconds: number;
  /** The thresholds of the drill. */
  readonly thresholds: Partial<Thresholds>;
  readonly diagnosis: Diagnosis | undefined;
}

/** Runs drills, or calls that a drill cannot describe, one after the other. */
export interface Runner {
  readonly url: string;
  run(drill: Drill): Promise<Run>;
  /** Loads the faults, makes the call, and ignores its error. */
  call(
    faults: Drill['faults'],
    call: (url: string, options: ClientOptions) => Promise<unknown>,
  ): Promise<Run>;
  stop(): Promise<void>;
}

export async function startRunner(): Promise<Runner> {
  const simulator = await startSimulator();
  const telemetry = startTestTelemetry();
  const clientOptions = clientOptionsFor('owned');
  return {
    url: simulator.url,
    async run(drill) {
      simulator.load({ faults: drill.faults ?? [] });
      const result = await runDrill(Anthropic, drill, { baseURL: simulator.url, clientOptions });
      return runOf(drill, result, telemetry);
    },
    async call(faults, call) {
      simulator.load({ faults: faults ?? [] });
      const result = await call(simulator.url, { ...clientOptions, apiKey: 'sk-ant-simulator-0000' }).then(
        (value) => ({ value }),
        () => ({}),
      );
      return runOf({ title: '' }, result, telemetry);
    },
    async stop() {
      telemetry.stop();
      await simulator.close();
    },
  };
}

function runOf({ title, thresholds = {} }: Drill, result: DrillResult, telemetry: TestTelemetry): Run {
  const { call } = telemetry.takeTrace();
  const durationSeconds = call.duration[0] + call.duration[1] / 1e9;
  const attributes = Object.fromEntries(
    Object.entries(call.attributes).filter(([name]) => !name.startsWith('anthropic.diagnosis.')),
  ) as SpanAttributes;
  const diagnosis = createChecklist({ thresholds }).diagnose(attributes, { durationSeconds });
  return { title, result, attributes, durationSeconds, thresholds, diagnosis };
}
