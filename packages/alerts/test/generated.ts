// Files that are written from the catalogue: a test that they are as it says, and with `UPDATE_DOCS=1` the way to write them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

const PACKAGE = new URL('../', import.meta.url);

/** Fails when a file of this package is not `content`; with `UPDATE_DOCS=1` writes it instead. */
export function expectGeneratedFile(path: string, content: string): void {
  const file = new URL(path, PACKAGE);
  if (process.env.UPDATE_DOCS) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, content);
  }
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  expect(text, `${path}: UPDATE_DOCS=1 npm test writes it`).toBe(content);
}
