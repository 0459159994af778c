// Documents that are written from code: a test that they are as it says, and with `UPDATE_DOCS=1` the way to write them.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isPreviousName } from '@sevenstep/semantic-conventions';
import { expect } from 'vitest';

/** Fails when the file is not `content`; with `UPDATE_DOCS=1` writes it instead. */
export function expectGeneratedFile(file: URL, content: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (process.env.UPDATE_DOCS && before !== content) {
    mkdirSync(new URL('.', file), { recursive: true });
    // At once: a test in another process may be reading it for another section.
    const written = new URL(`${file}.${process.pid}`);
    writeFileSync(written, content);
    renameSync(written, file);
  }
  const text = process.env.UPDATE_DOCS ? content : before;
  expect(text, `${fileURLToPath(file)}: UPDATE_DOCS=1 npm test writes it`).toBe(content);
}

/** The same of a section of a README: `<!-- name: … -->` to `<!-- /name -->`. */
export function expectGeneratedSection(readme: URL, name: string, content: string): void {
  const text = readFileSync(readme, 'utf8');
  const section = new RegExp(`(<!-- ${name}: .*? -->\n)[\\s\\S]*(<!-- /${name} -->)`);
  const wanted = text.replace(section, (_, start: string, end: string) => `${start}\n${content}\n\n${end}`);
  expectGeneratedFile(readme, wanted);
  expect(text).toMatch(section);
}

/** The table's description of a name, and whether it is a previous one. */
export const briefOf = (name: string, brief: string): string =>
  isPreviousName(name) ? `${brief}; with the previous names` : brief;
