// Runs a proof with the real SDK over real HTTP: the situation as it is, then with the code of the page.
import Anthropic from '@anthropic-ai/sdk';
import {
  type Drill,
  type DrillCalls,
  type Fault,
  runDrill,
  SIMULATOR_API_KEY,
  type Simulator,
  startSimulator,
} from '@sevenstep/anthropic-simulator';
import { type AttributesLike, type Finding, type FixedBy, patterns } from '@sevenstep/checklist';
import { drills, patternDrills } from '@sevenstep/checklist/drills';
import { paramsOf } from '../../packages/anthropic-simulator/src/drill/make-call.ts';
import { clientOptionsOf } from '../../packages/anthropic-simulator/src/drill/run-drill.ts';
import { PROXY_CONFIGS, type ProxyServerName } from '../../packages/checklist/src/texts/proxy-configs.ts';
import { SAMPLES } from '../../packages/checklist/src/texts/samples/index.ts';
import { clientOptionsFor, isCallSpan, startTestTelemetry } from '../support/telemetry.ts';
import { figuresOf } from './count.ts';
import { type Chapter, pageCode, replaceIn, runCode } from './page-code.ts';
import type { Figures, Proof, SpanOfProcess } from './proof.ts';

const PATTERNS: ReadonlySet<string> = new Set(patterns.map(({ id }) => id));

/** Makes some calls, because the first ones of a process are slow, and simultaneous calls of a proof must arrive together. */
export async function warmUp(): Promise<void> {
  await using simulator = await startSimulator();
  const calls = [{ times: 60, atOnce: 20 }];
  await runDrill(Anthropic, { title: 'warm-up', calls }, { baseURL: simulator.url });
}

/** The drill of a rule or pattern. */
export const drillOf = (id: string): Drill | undefined => drills[id] ?? patternDrills[id];

/** The counts without and with the fix. */
interface BothRuns {
  readonly before: Figures;
  readonly after: Figures;
}

/** Runs a proof. @throws what the page's code throws, unless the proof says so. */
export async function runProof(id: string, fixedBy: FixedBy, proof: Proof): Promise<readonly BothRuns[]> {
  const drill = proof.drill ?? drillOf(id);
  if (drill === undefined) throw new Error(`${id} has no drill: its proof needs one`);
  await using simulator = await startSimulator();
  const undo = await proof.arrange?.();
  const restore = setEnvironment({
    ANTHROPIC_BASE_URL: simulator.url,
    ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
    ANTHROPIC_LOG: 'off',
    ...proof.env,
  });
  try {
    const proven: BothRuns[] = [];
    for (const fix of fixesOf(fixedBy)) {
      const given = typeof proof.given === 'function' ? proof.given(simulator.url) : proof.given;
      const runner: Runner = { id, drill, proof, given, simulator, fix };
      proven.push({
        before: await counted(runner, faultsOf(drill, proof), () => without(runner)),
        after: await counted(runner, fix.isLook ? (proof.besides ?? []) : faultsOf(drill, proof), () =>
          withFix(runner),
        ),
      });
    }
    return proven;
  } finally {
    restore();
    await undo?.();
  }
}

/** A fix as the page has it. */
interface Fix {
  readonly chapter: Chapter;
  readonly language: string;
  /** Whether the code only looks whether it is fixed: what changes is the world. */
  readonly isLook?: true;
  readonly server?: ProxyServerName;
}

/** One fix, or one for each kind of proxy. */
function fixesOf(fixedBy: FixedBy): readonly Fix[] {
  if (fixedBy.by === 'outside') return [{ chapter: 'How to confirm', language: 'ts', isLook: true }];
  if (fixedBy.by !== 'proxy') {
    return [{ chapter: 'How to fix', language: SAMPLES[fixedBy.sample].language ?? 'ts' }];
  }
  return fixedBy.configs.map((name) => {
    const { server } = PROXY_CONFIGS[name];
    return { chapter: 'How to fix', language: server, server };
  });
}

interface Runner {
  readonly id: string;
  readonly drill: Drill;
  readonly proof: Proof;
  readonly given: Readonly<Record<string, unknown>> | undefined;
  readonly simulator: Simulator;
  readonly fix: Fix;
}

async function without(runner: Runner): Promise<readonly SpanOfProcess[]> {
  const { drill, proof, simulator, fix } = runner;
  if (proof.run) return await proof.run(undefined, simulator.url);
  if (fix.isLook) await runPageCode(runner).catch(() => {});
  else if (fix.server) await throughProxy(runner, undefined);
  else await runWithout(drill, proof, simulator.url);
  return [];
}

async function withFix(runner: Runner): Promise<readonly SpanOfProcess[]> {
  const { id, proof, simulator, fix } = runner;
  const code = () => replaceIn(pageCode(id, fix.chapter, fix.language), proof, simulator.url);
  if (proof.run) return await proof.run(code(), simulator.url);
  if (fix.server) await throughProxy(runner, code());
  else await runPageCode(runner);
  return [];
}

/** The drill through a real proxy, with the page's configuration or without. */
async function throughProxy(
  { id, drill, proof, simulator, fix }: Runner,
  config: string | undefined,
): Promise<void> {
  if (!proof.between || !fix.server) throw new Error(`${id}: a proof with a proxy needs \`between\``);
  const proxy = await proof.between(simulator.url, config, fix.server);
  try {
    await runWithout(drill, proof, proxy.url);
  } finally {
    await proxy.stop();
  }
}

/** The faults of the drill, for the requests that meet them, then those of the others. */
function faultsOf({ faults = [] }: Drill, { met, besides = [], server }: Proof): readonly Fault[] {
  if (server) return server(faults);
  const matches = met?.();
  if (matches === undefined) return [...faults, ...besides];
  return [...faults.map((fault) => ({ ...fault, when: { ...fault.when, matches } })), ...besides];
}

async function runWithout({ call, ...drill }: Drill, { calls }: Proof, baseURL: string): Promise<void> {
  const given = calls === undefined ? { ...(call && { call }), ...drill } : { ...drill, calls };
  await runDrill(Anthropic, given, { baseURL, clientOptions: clientOptionsFor('owned') });
}

/** The code of the page, as the application of the drill has it: with its client and its parameters. */
async function runPageCode({ id, drill, proof, given, simulator, fix }: Runner): Promise<void> {
  const { throws, calls } = proof;
  const code = replaceIn(pageCode(id, fix.chapter, 'ts'), proof, simulator.url);
  const made: readonly DrillCalls[] = calls ?? drill.calls ?? [drill.call ?? {}];
  const [first = {}] = made;
  const times = made.reduce((sum, call) => sum + (call.times ?? 1), 0);
  const options = await clientOptionsOf(first, {
    baseURL: simulator.url,
    clientOptions: clientOptionsFor('owned'),
  });
  const names = {
    client: new Anthropic(options),
    params: paramsOf(first),
    questions: Array.from({ length: times }, (_, index) => `Question ${index}`),
    console: QUIET,
    process: Object.create(process, { stdout: { value: { write() {} } } }) as unknown,
    ...given,
  };
  try {
    await runCode(code, names);
  } catch (error) {
    if (throws === undefined || !throws.test(String(error))) throw error;
    return;
  }
  if (throws !== undefined) throw new Error(`${id}: the code was to throw ${throws}`);
}

const QUIET = { log() {}, warn() {}, error() {} };

/** Makes calls, with a span processor that has seen nothing yet. */
async function counted(
  { id, drill: { thresholds = {} }, simulator }: Runner,
  faults: readonly Fault[],
  make: () => Promise<readonly SpanOfProcess[]>,
): Promise<Figures> {
  const found: Finding[] = [];
  const telemetry = startTestTelemetry(undefined, {
    diagnosis: { thresholds, onDiagnosis: (finding) => found.push(finding) },
  });
  try {
    simulator.load({ faults });
    const others = await make();
    await simulator.settled();
    const own = telemetry.takeSpans().filter(isCallSpan);
    return figuresOf(id, {
      spans: [
        ...own.map(({ attributes, duration: [seconds, nanoseconds] }) => ({
          attributes: attributes as AttributesLike,
          durationSeconds: seconds + nanoseconds / 1e9,
        })),
        ...others,
      ],
      thresholds,
      patterns: found.filter((finding) => PATTERNS.has(finding.id)),
      journal: simulator.journal,
    });
  } finally {
    telemetry.stop();
  }
}

function setEnvironment(values: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  const set = (entries: readonly (readonly [string, string | undefined])[]): void => {
    for (const [name, value] of entries) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(Object.entries(values));
  return () => set(before);
}
