// Reads the checklist's pages: one for each finding, in the `docs` of its package.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  currentId,
  findPattern,
  findRule,
  type Pattern,
  pageOf,
  RELEASED,
  type Rule,
} from '@sevenstep/checklist';

/** The facts of a rule or pattern. */
export interface Entry {
  readonly id: string;
  /** `undefined` for a retired id, of which only the page remains. */
  readonly record: Rule | Pattern | undefined;
  /** The first sentence of the page, which is an example of the summary. */
  readonly summary: string;
  /** The page in Markdown. */
  readonly page: string;
  /** Its path on this machine. */
  readonly file: string;
}

/** The facts of a rule or pattern as JSON. `retryable` is absent if it depends on the call. */
export const recordJson = (record: Entry['record']): Readonly<Record<string, unknown>> => ({
  severity: record?.severity,
  action: record?.action,
  retryable: typeof record?.retryable === 'boolean' ? record.retryable : undefined,
});

const root = dirname(createRequire(import.meta.url).resolve('@sevenstep/checklist/package.json'));

/** The entry of an id, or of the new id for a renamed one; `undefined` if it was never released. */
export async function readEntry(given: string): Promise<Entry | undefined> {
  const id = currentId(given);
  const path = pageOf(given);
  if (id === undefined || path === undefined) return undefined;
  const file = join(root, path);
  const page = await readFile(file, 'utf8');
  const [, summary = ''] = page.split('\n\n');
  return { id, record: findRule(id) ?? findPattern(id), summary, page, file };
}

/** Every entry that was not renamed, by step. */
export async function readEntries(): Promise<readonly Entry[]> {
  const ids = RELEASED.filter((id) => currentId(id) === id);
  return (await Promise.all(ids.map(readEntry))).filter((entry) => entry !== undefined);
}
