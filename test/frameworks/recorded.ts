// The last results of each row, with the hash of the row that ran.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem, SetUp } from './set-up.ts';
import { SET_UPS } from './set-ups/index.ts';

/** A file for each row, so that two people can add rows. */
const FOLDER = fileURLToPath(new URL('./recorded/', import.meta.url));
const APPS = fileURLToPath(new URL('./apps/', import.meta.url));

export interface RecordedRow {
  /** {@link hashOf} the row that ran. */
  readonly hash: string;
  /** Node.js version to what was wrong. */
  readonly nodes: Readonly<Record<string, readonly Problem[]>>;
}

/** Row id to what came of it. */
export function readRecorded(): ReadonlyMap<string, RecordedRow> {
  const names = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  return new Map(
    names.map((name) => [
      basename(name, '.json'),
      JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as RecordedRow,
    ]),
  );
}

/** Writes what ran, and removes rows that are no more. */
export function record(results: ReadonlyMap<SetUp, RecordedRow['nodes']>): void {
  mkdirSync(FOLDER, { recursive: true });
  const before = readRecorded();
  for (const [setUp, nodes] of results) {
    const hash = hashOf(setUp);
    const same = before.get(setUp.id);
    const row: RecordedRow = { hash, nodes: { ...(same?.hash === hash && same.nodes), ...nodes } };
    writeFileSync(join(FOLDER, `${setUp.id}.json`), `${JSON.stringify(row, null, 2)}\n`);
  }
  for (const id of before.keys()) {
    if (!SET_UPS.some((setUp) => setUp.id === id)) rmSync(join(FOLDER, `${id}.json`));
  }
}

/** The hash of the run and its expectations. A row with another hash must run again. Titles and notes may change. */
export function hashOf({ title: _, setUp: __, notes: ___, ci: ____, ...row }: SetUp): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(row, (_, value) => (value instanceof RegExp ? String(value) : value)));
  for (const folder of typeof row.files === 'string' ? [row.files] : row.files) {
    for (const name of readdirSync(join(APPS, folder), { recursive: true, encoding: 'utf8' }).toSorted()) {
      const path = join(APPS, folder, name);
      if (statSync(path).isFile()) hash.update(name).update(readFileSync(path));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
