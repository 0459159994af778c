// Runs all subjects, each in its own process: in turns for CPU time, so that none has the quieter machine.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, install, type Packed, pack, tidyCache } from '../support/installation.ts';
import { withDependencies } from '../support/packages.ts';
import { answer, countInstructions, measure, measureHeap, Turns } from './process.ts';
import type { Results } from './results.ts';
import { bytesOf } from './span-bytes.ts';
import { installationOf, type Row, WITHOUT } from './subjects.ts';
import type { Handed } from './suite/handed.ts';
import type { Profiled } from './suite/profile.ts';
import { SAME_FILE } from './suite/same.ts';
import type { WorkName } from './suite/subject.ts';
import { WORK, WORK_NAMES } from './suite/work.ts';

const SUITE = fileURLToPath(new URL('./suite/', import.meta.url));
/** Our packages that the suite loads. */
const OURS = ['instrumentation-anthropic', 'diagnosis-span-processor'];
/** The work of which the bytes of the heap are counted. */
export const HEAP: readonly WorkName[] = ['call', 'retriedCall', 'notSampled'];
/** A process counts its start, too. So two are counted that do the work this many times as long as a sample, and subtracted. */
const COUNTED_SAMPLES = [1, 5] as const;
const MEMORY = ['openStream', 'largeAnswer', 'pulledEvents', 'longStream'];
/** Measured only for our subjects, because a hundred thousand calls take a while. */
const MANY_CALLS = 'manyCalls';
const DIAGNOSIS = ['checklist', 'processor'];
/** The measures that are not work. */
export const OTHER_MEASURES: readonly string[] = [
  ...MEMORY,
  MANY_CALLS,
  'blocks',
  'telemetry',
  'loading',
  'diagnosis',
  'text',
  'sizes',
];

const SEVENSTEP: ReadonlySet<string> = new Set(['owned', 'adopted']);
/** Subjects with the SDK's own clients, which have all ways to read a response. */
const BLOCKED: ReadonlySet<string> = new Set(['bare', 'owned', 'sdk', 'adopted']);
/** The subjects for every comparison. The others are measured only while they record. */
export const COMPARED: ReadonlySet<string> = new Set([
  'bare',
  'floor',
  'same',
  'owned',
  'before',
  'sdk',
  'sameOnSdk',
  'adopted',
  'adoptedBefore',
]);

export interface Rounds {
  readonly rounds: number;
  /** Samples of every subject in a round. */
  readonly turns: number;
  readonly told: (what: string) => void;
}

export interface Wanted {
  readonly subjects: readonly Row[];
  /** The measures to run: names of work and of {@link OTHER_MEASURES}. */
  readonly measures: ReadonlySet<string>;
  /** A checkout with built packages to measure in addition to ours. */
  readonly against?: string | undefined;
}

/** A row with the folder of its application. */
type Installed = Row & { readonly app: string };

export class Bench {
  readonly #subjects: readonly Installed[];
  readonly #measures: ReadonlySet<string>;
  readonly #packed: Packed;
  /** The packages of another checkout, for comparison. */
  readonly #before: Packed | undefined;
  readonly #results: Results;

  private constructor(
    subjects: readonly Installed[],
    { measures }: Wanted,
    packed: Packed,
    before: Packed | undefined,
    results: Results,
  ) {
    this.#subjects = subjects;
    this.#measures = measures;
    this.#packed = packed;
    this.#before = before;
    this.#results = results;
  }

  /** @throws Error when a package is not built, or cannot be installed. */
  static async prepare(results: Results, wanted: Wanted): Promise<Bench> {
    const cache = cacheFolder('bench');
    tidyCache(cache);
    const packed = await pack(cache, OURS, SUITE);
    const before = wanted.against === undefined ? undefined : await packAgainst(wanted.against, cache);
    const subjects: Installed[] = [];
    for (const row of wanted.subjects)
      subjects.push({ ...row, app: await install(installationOf(row), (row.subject && before) || packed) });
    const bench = new Bench(subjects, wanted, packed, before, results);
    await bench.#recordTheSame();
    return bench;
  }

  /** Tells `suite/same.ts` what to hand over, and looks whether it does. */
  async #recordTheSame(): Promise<void> {
    const app = this.#subjects.find(({ only }) => only)?.app;
    if (!app) return;
    const same: Record<string, Record<string, Handed>> = {};
    const works = WORK_NAMES.filter((name) => WORK[name].mode !== 'no-provider');
    for (const subject of ['owned', 'adopted', 'sdk']) {
      const handed: Record<string, Handed> = {};
      for (const work of works) handed[work] = await this.#handed(app, subject, work);
      same[subject] = handed;
    }
    writeFileSync(join(app, SAME_FILE), JSON.stringify(same));
    for (const [byHand, subject] of [
      ['same', 'owned'],
      ['sameOnSdk', 'adopted'],
    ] as const)
      for (const work of works) {
        const [ours, theirs] = [same[subject]?.[work], await this.#handed(app, byHand, work)];
        if (ours && outline(ours) !== outline(theirs))
          throw new Error(
            `by hand, ${WORK[work].label} is not the same:\n${outline(theirs)}\n${outline(ours)}`,
          );
      }
  }

  async #handed(app: string, subject: string, work: WorkName): Promise<Handed> {
    return (await answer(app, 'recording.ts', subject, work)) as Handed;
  }

  /**
   * CPU time: every subject takes a sample, then every one the next. In each round they do so in new processes, since what is
   * compiled, and when, differs between them.
   */
  async cpu({ rounds, turns, told }: Rounds): Promise<void> {
    for (let round = 1; round <= rounds; round += 1) {
      for (const work of this.#work(WORK_NAMES)) await this.#round(work, turns);
      told(`round ${round} of ${rounds}`);
    }
  }

  async #round(work: WorkName, turns: number): Promise<void> {
    const processes: [name: string, process: Turns][] = [];
    try {
      for (const { name, subject = name, app } of this.#doing(work))
        processes.push([name, await Turns.start(app, 'turns.ts', subject, work)]);
      for (let turn = 0; turn < turns; turn += 1)
        for (const [name, process] of processes)
          this.#results.addTimes(name, { [work]: await process.take() });
    } finally {
      for (const [, process] of processes) process.end();
    }
  }

  /** Bytes of the heap that a unit of work allocates. */
  async heap(rounds: number): Promise<void> {
    for (const work of this.#work(HEAP))
      for (const { name, subject = name, app } of this.#doing(work))
        for (let round = 0; round < rounds; round += 1) {
          const { allocated = 0 } = await measureHeap(app, 'heap.ts', subject, work);
          this.#results.addTimes(name, { [`heap ${work}`]: allocated });
        }
  }

  /** Counts the instructions of a unit of work. @throws as {@link countInstructions}. */
  async instructions(): Promise<void> {
    for (const work of this.#work(WORK_NAMES))
      for (const { name, subject = name, app } of this.#doing(work)) {
        const { runs, units } = WORK[work];
        const [few, many] = await Promise.all(
          COUNTED_SAMPLES.map((samples) =>
            countInstructions(app, 'count.ts', subject, work, String(samples * runs)),
          ),
        );
        const between = (COUNTED_SAMPLES[1] - COUNTED_SAMPLES[0]) * runs * units;
        this.#results.add(name, { [`instructions ${work}`]: ((many ?? 0) - (few ?? 0)) / between });
      }
  }

  #work(names: readonly WorkName[]): readonly WorkName[] {
    return names.filter((name) => this.#measures.has(name));
  }

  #doing(work: WorkName): readonly Installed[] {
    return this.#subjects.filter(({ name }) => WORK[work].mode === 'recording' || COMPARED.has(name));
  }

  /** The subjects with measures other than work. */
  get #whole(): readonly Installed[] {
    return this.#subjects.filter(({ only }) => only !== 'work');
  }

  /** Runs each measure of memory in a separate process, `rounds` times. */
  async memory(rounds: number): Promise<void> {
    for (const { name, subject = name, app } of this.#whole) {
      const repeated = Array.from({ length: rounds }, () => MEMORY).flat();
      const measures = SEVENSTEP.has(subject) ? [...repeated, MANY_CALLS] : repeated;
      for (const one of measures)
        if (this.#measures.has(one)) this.#results.add(name, await measure(app, 'main.ts', subject, one));
    }
  }

  /** Measures how long the event loop is blocked, for our subjects and their baselines. */
  async blocks(): Promise<void> {
    if (!this.#measures.has('blocks')) return;
    for (const { name, subject = name, app } of this.#whole)
      if (BLOCKED.has(subject))
        this.#results.addTimes(name, await measure(app, 'main.ts', subject, 'blocks'));
  }

  /** Measures the telemetry of a call: spans, attributes, bytes and clock readings. */
  async telemetry(): Promise<void> {
    if (!this.#measures.has('telemetry')) return;
    for (const { name, subject = name, app } of this.#whole) {
      this.#results.add(name, await measure(app, 'main.ts', subject));
      const [call, retried, stream] = [
        await this.#handed(app, subject, 'call'),
        await this.#handed(app, subject, 'retriedCall'),
        await this.#handed(app, subject, 'streamEvent'),
      ];
      this.#results.add(name, { clockReadings: stream.clockReadings / WORK.streamEvent.units });
      if (call.spans.length === 0) continue;
      this.#results.add(name, { callBytes: bytesOf(call.spans), retriedBytes: bytesOf(retried.spans) });
    }
  }

  /** Measures the cost of loading. The first round does not count, because it fills caches of the file system. */
  async loading(rounds: number): Promise<void> {
    if (!this.#measures.has('loading')) return;
    const ours = this.#subjects.find(({ name }) => name === 'owned');
    const otel = ours ? [{ ...ours, name: 'otel' }] : [];
    for (let round = 0; round <= rounds; round += 1)
      for (const { name, subject = name, app } of [...this.#whole, ...otel]) {
        const measured = await measure(app, 'load.ts', subject);
        if (round > 0) this.#results.addTimes(name, measured);
      }
  }

  /** In whose code CPU time or bytes of the heap go, of a unit of work: label of a subject to its profile. */
  async profiles(work: WorkName, what: 'cpu' | 'heap'): Promise<ReadonlyMap<string, Profiled>> {
    const profiles = new Map<string, Profiled>();
    for (const { name, subject = name, label, app } of this.#doing(work))
      if (COMPARED.has(name))
        profiles.set(label, (await answer(app, 'profile.ts', subject, work, what)) as Profiled);
    return profiles;
  }

  async diagnosis(): Promise<void> {
    if (!this.#measures.has('diagnosis')) return;
    for (const { name, subject = name, app } of this.#whole)
      if (subject === 'owned') this.#results.add(name, await measure(app, 'main.ts', subject, ...DIAGNOSIS));
  }

  /** Measures for each text how much longer ten times its length takes. */
  async text(): Promise<void> {
    if (!this.#measures.has('text')) return;
    const ours = this.#subjects.find(({ name }) => name === 'owned');
    if (ours) this.#results.addTimes('text', await measure(ours.app, 'text.ts'));
  }

  /** Measures the bytes that an installation adds, and the bytes of our tarballs. */
  async sizes(): Promise<void> {
    if (!this.#measures.has('sizes')) return;
    const without: Record<string, number> = {};
    for (const [name, installation] of Object.entries(WITHOUT))
      without[name] = installedBytes(await install(installation, this.#packed));
    // Subjects without packages share an installation with ours.
    for (const { name, app, without: other, packages } of this.#subjects)
      if (name === 'owned' || Object.keys(packages).length > 0)
        this.#results.add(name, { installed: installedBytes(app) - (without[other] ?? 0) });
    this.#results.add('packed', sizesOf(this.#packed));
    if (this.#before) this.#results.add('packedBefore', sizesOf(this.#before));
  }
}

const sizesOf = ({ tarballs }: Packed): Record<string, number> =>
  Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, statSync(file).size]));

const packAgainst = (checkout: string, cache: string): Promise<Packed> =>
  pack(cache, OURS, SUITE, join(checkout, 'packages'));

/** The attributes of spans and the number of measurements, as text. */
function outline({ spans, measurements }: Handed): string {
  const ofSpans = spans.map(({ name, kind, atStart, ended }) =>
    [name, kind, Object.keys(atStart).sort(), Object.keys(ended?.attributes ?? {}).sort()].join(' '),
  );
  const counts = new Map<string, number>();
  for (const { name, attributes = {} } of measurements) {
    const key = `${name} ${Object.keys(attributes).sort()}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...ofSpans, ...[...counts].map(([key, count]) => `${key}: ${count}`).sort()].join('\n');
}

/** The instrumentation and our packages that it depends on. */
const INSTRUMENTATION = withDependencies(['instrumentation-anthropic']);
function installedBytes(app: string): number {
  const ours = join(app, '../node_modules/@sevenstep');
  const thirdParty = join(app, '../../node_modules');
  const present = INSTRUMENTATION.filter((name) => exists(join(ours, name)));
  return (
    bytes(thirdParty, '@sevenstep') + sum(present.map((name) => bytes(join(ours, name), 'node_modules')))
  );
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** Bytes of all files in a folder, but in what is called `except` directly within it. */
function bytes(folder: string, except?: string): number {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== except);
  return sum(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? bytes(path) : entry.isFile() ? statSync(path).size : 0;
    }),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
