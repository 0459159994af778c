// One process of the bench: `profile.ts <subject> <work> <cpu | heap>` tells in whose code a unit's CPU time or allocated bytes are.
import { type HeapProfiler, type Profiler, Session } from 'node:inspector/promises';
import { startWork } from './start-subject.ts';
import { tell } from './tell.ts';
import { run } from './work.ts';

/** By where a function is; the first that holds. */
const OWNERS: ReadonlyArray<readonly [owner: string, file: RegExp]> = [
  ['Sevenstep', /@sevenstep/],
  ['by hand', /\/(floor|same|watch-stream)\.ts$/],
  ['spans of OpenTelemetry', /@opentelemetry\/(sdk-trace|core)/],
  ['metrics of OpenTelemetry', /@opentelemetry\/sdk-metrics/],
  ['context of OpenTelemetry', /@opentelemetry\/(api|context)/],
  ["Anthropic's SDK", /@anthropic-ai/],
  ['Node.js', /^node:/],
];
/** As many samples of CPU time, whose runs take about a tenth of a second. */
const SAMPLES = 20;
/** The average number of bytes between two samples. */
const INTERVAL_BYTES = 512;

/** The microseconds or bytes of a function, per unit of work. */
export interface Spent {
  /** `name file:line` */
  readonly place: string;
  readonly owner: string;
  /** In the function itself, and with what it calls. */
  readonly self: number;
  readonly total: number;
}

export interface Profiled {
  readonly owners: Readonly<Record<string, number>>;
  readonly functions: readonly Spent[];
}

/** A function that was called from another, with what was spent in itself. */
interface Frame {
  readonly name: string;
  readonly url: string;
  readonly line: number;
  readonly self: number;
  readonly callees: readonly Frame[];
}

const [, , subjectName, workName, what] = process.argv;
const { work, client } = await startWork(subjectName, workName);
const session = new Session();
session.connect();
const runs = SAMPLES * work.runs;
tell(summary(what === 'heap' ? await heap() : await cpu()));

/** Microseconds: of the process's CPU time, each function has its share of the samples. */
async function cpu(): Promise<Frame> {
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  const before = process.cpuUsage();
  await run(work, client, runs);
  const { user, system } = process.cpuUsage(before);
  const { profile } = await session.post('Profiler.stop');
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const frame = (node: Profiler.ProfileNode): Frame => ({
    ...placeOf(node.callFrame),
    // Waiting belongs to no owner.
    self: node.callFrame.functionName === '(idle)' ? 0 : (node.hitCount ?? 0) * each,
    callees: (node.children ?? []).flatMap((id) => nodes.get(id) ?? []).map(frame),
  });
  const hits = profile.nodes
    .filter(({ callFrame }) => callFrame.functionName !== '(idle)')
    .reduce((sum, { hitCount = 0 }) => sum + hitCount, 0);
  const each = (user + system) / (runs * work.units) / hits;
  return frame(profile.nodes[0] as Profiler.ProfileNode);
}

/** Bytes, those that were collected meanwhile included. */
async function heap(): Promise<Frame> {
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: INTERVAL_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  const few = Math.ceil(runs / 10);
  await run(work, client, few);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  const frame = (node: HeapProfiler.SamplingHeapProfileNode): Frame => ({
    ...placeOf(node.callFrame),
    self: node.selfSize / (few * work.units),
    callees: node.children.map(frame),
  });
  return frame(profile.head);
}

function placeOf({ functionName, url, lineNumber }: Profiler.Profile['nodes'][number]['callFrame']) {
  return { name: functionName || '(anonymous)', url, line: lineNumber + 1 };
}

function summary(root: Frame): Profiled {
  const owners: Record<string, number> = {};
  const functions = new Map<string, { place: string; owner: string; self: number; total: number }>();
  /** @returns what was spent in `frame` and what it calls. */
  const visit = (frame: Frame, above: ReadonlySet<string>): number => {
    const { name, url, line, self } = frame;
    const key = `${name} ${url}:${line}`;
    const owner = ownerOf(frame);
    const place = url ? `${name} ${url.replace(/^.*\/node_modules\/|^.*\/(?=[^/]*$)/, '')}:${line}` : name;
    const known = functions.get(key) ?? { place, owner, self: 0, total: 0 };
    functions.set(key, known);
    known.self += self;
    if (self > 0) owners[owner] = (owners[owner] ?? 0) + self;
    const within = new Set(above).add(key);
    const total = frame.callees.reduce((sum, callee) => sum + visit(callee, within), self);
    // If a function calls itself, only the outermost call counts.
    if (!above.has(key)) known.total += total;
    return total;
  };
  visit(root, new Set());
  return { owners, functions: [...functions.values()].filter(({ total }) => total > 0) };
}

function ownerOf({ name, url }: Frame): string {
  const known = OWNERS.find(([, file]) => file.test(url))?.[0];
  return known ?? (name === '(garbage collector)' ? 'garbage collection' : 'the rest');
}
