// A section of a README that is written from code: `<!-- name: … -->` to `<!-- /name -->`.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Fails when the section is not `content`; with `UPDATE_DOCS=1` writes it instead. */
export function expectGeneratedSection(readme: URL, name: string, content: string): void {
  const text = readFileSync(readme, 'utf8');
  const section = new RegExp(`(<!-- ${name}: .*? -->\n)[\\s\\S]*(<!-- /${name} -->)`);
  const wanted = text.replace(section, (_, start: string, end: string) => `${start}\n${content}\n\n${end}`);
  if (process.env.UPDATE_DOCS) writeFileSync(readme, wanted);
  expect(readFileSync(readme, 'utf8'), 'UPDATE_DOCS=1 npm test writes it').toBe(wanted);
  expect(text).toMatch(section);
}
