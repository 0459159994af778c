// Runs all subjects, each in its own process: in turns for CPU time, so that none has the quieter machine.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Attributes } from '@opentelemetry/api';
import { cacheFolder, install, type Packed, pack, tidyCache } from '../support/installation.ts';
import { answer, measure, Turns } from './process.ts';
import type { Results } from './results.ts';
import { installationOf, ROWS, type Row, WITHOUT } from './subjects.ts';
import { BY_HAND, BY_HAND_ON_SDK, type RecordedCall, SAME_FILE, type Same } from './suite/same.ts';

const SUITE = fileURLToPath(new URL('./suite/', import.meta.url));
const OURS = ['semantic-conventions', 'checklist', 'instrumentation-anthropic', 'diagnosis-span-processor'];
const CPU: ReadonlyArray<readonly [mode: string, measure: string]> = [
  ['recording', 'call'],
  ['recording', 'streamEvent'],
  ['recording', 'helperEvent'],
  ['recording', 'retriedCall'],
  ['sampled-out', 'call'],
  ['no-provider', 'call'],
];
const MEMORY = [
  'openStream',
  'largeAnswer',
  'pulledEvents',
  'longStream',
  'largeRefusalBlock',
  'largeRefusalCpu',
];
const DIAGNOSIS = ['checklist', 'processor'];
/** Ours: a hundred thousand calls take a while. */
const SEVENSTEP: ReadonlySet<string> = new Set(['owned', 'adopted']);
/** Whose calls are also measured without a provider and with none sampled, and who is profiled: what ours is compared with. */
const COMPARED: ReadonlySet<string> = new Set([
  'bare',
  'floor',
  'same',
  'owned',
  'sdk',
  'sameOnSdk',
  'adopted',
]);

const PROFILED: ReadonlyArray<readonly [unit: string, mode: string, measure: string]> = [
  ['a call', 'recording', 'call'],
  ['an event', 'recording', 'streamEvent'],
  ['an event of the helper', 'recording', 'helperEvent'],
  ['429, 429, 200', 'recording', 'retriedCall'],
  ['a call, not sampled', 'sampled-out', 'call'],
];

/** Of one unit: subject to owner of code to microseconds. */
export interface Profile {
  readonly unit: string;
  readonly subjects: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Rounds {
  readonly rounds: number;
  /** Samples of every subject in a round. */
  readonly turns: number;
  readonly told: (what: string) => void;
}

/** A row with the folder of its application. */
type Installed = Row & { readonly app: string };

export class Bench {
  readonly #subjects: readonly Installed[];
  readonly #packed: Packed;
  readonly #results: Results;

  private constructor(subjects: readonly Installed[], packed: Packed, results: Results) {
    this.#subjects = subjects;
    this.#packed = packed;
    this.#results = results;
  }

  /** @throws Error when a package is not built, or cannot be installed. */
  static async prepare(results: Results, short: boolean): Promise<Bench> {
    const cache = cacheFolder('bench');
    tidyCache(cache);
    const packed = await pack(cache, OURS, SUITE);
    const subjects: Installed[] = [];
    for (const row of ROWS.filter(({ inShort }) => inShort || !short)) {
      subjects.push({ ...row, app: await install(installationOf(row), packed) });
    }
    const bench = new Bench(subjects, packed, results);
    await bench.#recordTheSame();
    return bench;
  }

  /** Tells `suite/same.ts` what to record. */
  async #recordTheSame(): Promise<void> {
    const app = this.#subjects.find(({ name }) => name === 'same')?.app;
    if (!app) return;
    const recorded = async (subject: string, measure: string): Promise<RecordedCall> =>
      (await answer(app, 'recording.ts', subject, measure)) as RecordedCall;
    const own: Record<string, RecordedCall> = {};
    for (const measure of BY_HAND) own[measure] = await recorded('owned', measure);
    const onSdk: Record<string, Attributes> = {};
    for (const measure of BY_HAND_ON_SDK) {
      const [{ attributes }, bySdk] = [await recorded('adopted', measure), await recorded('sdk', measure)];
      const added = Object.entries(attributes).filter(([name]) => !(name in bySdk.attributes));
      onSdk[measure] = Object.fromEntries(added);
    }
    const same = { own, onSdk } as Same;
    writeFileSync(join(app, SAME_FILE), JSON.stringify(same));
  }

  /**
   * CPU time: every subject takes a sample, then every one the next. In each round they do so in new processes, since what is
   * compiled, and when, differs between them.
   */
  async cpu({ rounds, turns, told }: Rounds): Promise<void> {
    for (let round = 1; round <= rounds; round += 1) {
      await this.#round(turns);
      told(`round ${round} of ${rounds}`);
    }
  }

  async #round(turns: number): Promise<void> {
    for (const [mode, measure] of CPU) {
      const subjects = this.#of(measure).filter(({ name }) => mode === 'recording' || COMPARED.has(name));
      const processes: [name: string, process: Turns][] = [];
      try {
        for (const { name, app } of subjects)
          processes.push([name, await Turns.start(app, 'turns.ts', name, mode, measure)]);
        const key = mode === 'recording' ? measure : `${mode} ${measure}`;
        for (let turn = 0; turn < turns; turn += 1)
          for (const [name, process] of processes)
            this.#results.addTimes(name, { [key]: await process.take() });
      } finally {
        for (const [, process] of processes) process.end();
      }
    }
  }

  /** The subjects that have a measure. */
  #of(measure: string): readonly Installed[] {
    return this.#subjects.filter(({ measures }) => measures?.includes(measure) ?? true);
  }

  /** Each measure of memory in a process of its own, `rounds` times. */
  async memory(rounds: number): Promise<void> {
    for (const { name, app, measures: some } of this.#subjects) {
      if (some) continue;
      const repeated = Array.from({ length: rounds }, () => MEMORY).flat();
      const measures = SEVENSTEP.has(name) ? [...repeated, 'manyCalls'] : repeated;
      for (const one of measures) this.#results.add(name, await measure(app, 'main.ts', name, one));
    }
  }

  /** What loading costs, of which the first time is not counted: it fills caches of the file system. */
  async loading(rounds: number): Promise<void> {
    const ours = this.#subjects.find(({ name }) => name === 'owned');
    const otel = ours ? [{ name: 'otel', app: ours.app }] : [];
    for (let round = 0; round <= rounds; round += 1)
      for (const { name, app } of [...this.#subjects.filter(({ measures }) => !measures), ...otel]) {
        const measured = await measure(app, 'load.ts', name);
        if (round > 0) this.#results.addTimes(name, measured);
      }
  }

  /** In whose code the time is spent. */
  async profiles(): Promise<Profile[]> {
    const profiles: Profile[] = [];
    for (const [unit, mode, what] of PROFILED) {
      const subjects: Record<string, Record<string, number>> = {};
      for (const { name, label, app } of this.#of(what))
        if (COMPARED.has(name)) subjects[label] = await measure(app, 'profile.ts', name, mode, what);
      profiles.push({ unit, subjects });
    }
    return profiles;
  }

  async diagnosis(): Promise<void> {
    for (const { name, app } of this.#subjects)
      if (name === 'owned') this.#results.add(name, await measure(app, 'main.ts', name, ...DIAGNOSIS));
  }

  /** Bytes that an installation adds, and of our tarballs. */
  async sizes(): Promise<void> {
    const without: Record<string, number> = {};
    for (const [name, installation] of Object.entries(WITHOUT))
      without[name] = installedBytes(await install(installation, this.#packed));
    // Those that need no packages have ours beside them.
    for (const { name, app, without: other, packages } of this.#subjects)
      if (name === 'owned' || Object.keys(packages).length > 0)
        this.#results.add(name, { installed: installedBytes(app) - (without[other] ?? 0) });
    const packed = Object.entries(this.#packed.tarballs).map(([name, file]) => [name, statSync(file).size]);
    this.#results.add('packed', Object.fromEntries(packed));
  }
}

/** What the instrumentation needs of ours. */
const INSTRUMENTATION = ['instrumentation-anthropic', 'semantic-conventions'];

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
