// Runs all cases in this process, one after the other, and writes what was seen of each to a file.
import { getEventListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { Simulator } from '@sevenstep/anthropic-simulator';
import { type CannedApi, startCannedApi } from './canned-api.ts';
import { type Case, type Sdk, type Stage, wait } from './case.ts';
import { CASES } from './cases/index.ts';
import {
  type CaseResult,
  describeError,
  type Observation,
  portless,
  type SeenRequest,
} from './observation.ts';
import { startedTelemetry, type Telemetry } from './telemetry.ts';

const API_KEY = 'sk-ant-simulator-0000';
const PATIENCE_MS = 10_000;
/** How long spans may take to end, and responses to settle, after a case. */
const SETTLING_MS = 1_500;

interface Servers {
  readonly simulator: Simulator;
  readonly canned: CannedApi;
  readonly refused: string;
}

/** Events outside of the promises of a case. */
interface Stray {
  readonly unhandled: unknown[];
  readonly warnings: string[];
}

/** The modules that the application has loaded, by its module system. */
interface Loaded {
  readonly sdk: Sdk;
  readonly platforms: Stage['platforms'];
  readonly startSimulator: () => Promise<Simulator>;
}

/** @param file where the `CaseResult`s go, as JSON. */
export async function runCases({ sdk, platforms, startSimulator }: Loaded, file: string): Promise<void> {
  const servers = {
    simulator: await startSimulator(),
    canned: await startCannedApi(),
    refused: await refusedUrl(),
  };
  const stray: Stray = { unhandled: [], warnings: [] };
  process.on('unhandledRejection', (reason) => stray.unhandled.push(reason));
  process.on('warning', ({ name }) => stray.warnings.push(name));
  const only = process.env.SEVENSTEP_MATRIX_CASE;
  const results: CaseResult[] = [];
  for (const test of CASES)
    if (!only || test.name.includes(only))
      results.push(await runCase(test, { sdk, platforms }, servers, stray));
  writeFileSync(file, JSON.stringify(results));
  await servers.simulator.close();
  await servers.canned.close();
  // A call that hangs must not keep the process.
  process.exit(0);
}

async function runCase(
  test: Case,
  loaded: Pick<Loaded, 'sdk' | 'platforms'>,
  servers: Servers,
  stray: Stray,
): Promise<CaseResult> {
  const telemetry = startedTelemetry();
  const { simulator, canned, refused } = servers;
  simulator.load(test.script ?? { faults: [] });
  canned.takeRequests();
  const baseURL = { simulator: simulator.url, canned: canned.url, refused }[test.server ?? 'simulator'];
  const sequence: unknown[] = [];
  const signals: AbortSignal[] = [];
  const stage = setStage(loaded, baseURL, telemetry, sequence, signals);
  if (test.needs && !test.needs(stage.client, stage))
    return { name: test.name, skipped: true, spans: [], open: [], complaints: [] };

  const outcome = await stage.inSpan(test.name, () => outcomeOf(() => test.run(stage)));
  await Promise.race([simulator.settled(), wait(SETTLING_MS)]);
  for (let waited = 0; telemetry.openSpans() > 0 && waited < SETTLING_MS; waited += 10) await wait(10);
  await new Promise(setImmediate);
  const observed: Observation = {
    ...outcome,
    sequence,
    requests: [...simulator.journal.map(seenRequest), ...canned.takeRequests()],
    unhandled: stray.unhandled.splice(0).map(describeError),
    warnings: stray.warnings.splice(0),
    listeners: signals.map((signal) => getEventListeners(signal, 'abort').length),
  };
  return { name: test.name, observed, ...telemetry.take() };
}

function setStage(
  { sdk, platforms }: Pick<Loaded, 'sdk' | 'platforms'>,
  baseURL: string,
  telemetry: Telemetry,
  sequence: unknown[],
  signals: AbortSignal[],
): Stage {
  const clientOptions = (options?: ClientOptions): ClientOptions => ({
    apiKey: API_KEY,
    baseURL,
    logLevel: 'off',
    ...options,
  });
  const newClient = (options?: ClientOptions): Anthropic => new sdk.Anthropic(clientOptions(options));
  const tracer = telemetry.api.trace.getTracer('application');
  return {
    sdk,
    platforms,
    clientOptions,
    newClient,
    client: newClient(),
    saw: (what) => void sequence.push(what),
    watch: (signal) => {
      signals.push(signal);
      return signal;
    },
    inSpan: (name, inside) =>
      tracer.startActiveSpan(name, async (span) => {
        try {
          return await inside();
        } finally {
          span.end();
        }
      }),
    collectGarbage: () => collectGarbage(telemetry),
  };
}

/** The application's result of a case. */
async function outcomeOf(
  run: () => Promise<unknown>,
): Promise<Pick<Observation, 'value' | 'error' | 'hung'>> {
  const late = new AbortController();
  try {
    const hung = wait(PATIENCE_MS).then(() => late);
    const value = await Promise.race([run(), hung]);
    return value === late ? { hung: true } : { value: plain(value) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

/** As JSON, free of what differs from run to run. */
const plain = (value: unknown): unknown =>
  value === undefined ? 'undefined' : JSON.parse(portless(JSON.stringify(value) ?? 'undefined'));

const seenRequest = ({ method, path, status, outcome }: Simulator['journal'][number]): SeenRequest => ({
  method,
  path,
  status,
  outcome,
});

/** The span of the case itself stays open meanwhile. Where another stays open, too, half of the patience is enough. */
async function collectGarbage(telemetry: Telemetry): Promise<void> {
  const collect = globalThis.gc;
  if (!collect) throw new Error('a cell needs --expose-gc');
  const until = performance.now() + PATIENCE_MS / 2;
  const waits = () => telemetry.openSpans() > 1 && performance.now() < until;
  for (let round = 0; round < 100 && (round < 4 || waits()); round++) {
    await wait(10);
    collect();
  }
}

/** A loopback address without a listener. */
async function refusedUrl(): Promise<string> {
  const server = await startCannedApi();
  await server.close();
  return server.url;
}
