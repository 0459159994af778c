// The record of a client: one text file, a part for each situation and form, which a person can read and compare.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Client } from './client.ts';

const FOLDER = new URL('./recorded/', import.meta.url);
const HEAD = /^=== (?<situation>[\w.-]+)(?: \((?<drill>\w+)\))? · (?<form>.+)$/;

/** The text that a client printed in one form and situation. */
export interface RecordedText {
  readonly situation: string;
  /** {@link drillHash} of the situation when it was recorded. */
  readonly drill: string;
  readonly form: string;
  readonly text: string;
}

/** Client id to what it printed, of every client that is recorded. */
export function readRecords(): ReadonlyMap<string, readonly RecordedText[]> {
  const names = existsSync(FOLDER) ? readdirSync(FOLDER).toSorted() : [];
  return new Map(
    names
      .filter((name) => name.endsWith('.txt'))
      .map((name) => [basename(name, '.txt'), readRecord(basename(name, '.txt'))]),
  );
}

/** The texts of a client from its last recording. */
export function readRecord(id: string): readonly RecordedText[] {
  const file = new URL(`${id}.txt`, FOLDER);
  if (!existsSync(file)) return [];
  const parts: (Omit<RecordedText, 'text'> & { readonly lines: string[] })[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const { situation, drill = '', form } = HEAD.exec(line)?.groups ?? {};
    if (situation !== undefined && form !== undefined) parts.push({ situation, drill, form, lines: [] });
    else parts.at(-1)?.lines.push(line);
  }
  return parts.map(({ lines, ...part }) => ({ ...part, text: lines.join('\n').trim() }));
}

/** Writes what a client printed: situations by name, forms in the client's order. Empty texts are left out. */
export function writeRecord(
  { id, forms }: Pick<Client, 'id' | 'forms'>,
  texts: readonly RecordedText[],
): void {
  const parts = inOrder(forms, texts).map(
    ({ situation, drill, form, text }) => `=== ${situation} (${drill}) · ${form}\n${text}\n`,
  );
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL(`${id}.txt`, FOLDER), parts.join('\n'));
}

function inOrder(forms: readonly string[], texts: readonly RecordedText[]): readonly RecordedText[] {
  return texts
    .filter(({ text }) => text !== '')
    .toSorted((a, b) => compare(a.situation, b.situation) || forms.indexOf(a.form) - forms.indexOf(b.form));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
