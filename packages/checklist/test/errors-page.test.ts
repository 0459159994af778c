// The page that leads from error text to pages has every sentence and every term that the checklist knows.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectGeneratedFile } from '../../../test/support/generated.ts';
import { diagnose, findPattern, findRule } from '../src/index.ts';
import { listTerms } from '../src/text.ts';
import { errorsPageText } from './errors-page.ts';
import { MEANINGS } from './meanings.ts';
import { type PhraseName, SIGHTINGS } from './sightings.ts';
import { apiError, call, foreignError } from './spans.ts';

const file = new URL('../docs/errors.md', import.meta.url);

test('the page is written down', () => expectGeneratedFile(file, errorsPageText()));

test.each(Object.keys(SIGHTINGS) as PhraseName[])('%s is on it, and leads to its page', (name) => {
  const { says } = SIGHTINGS[name];
  const { status, type, rules } = MEANINGS[name];
  expect(readFileSync(file, 'utf8')).toContain(says.replace(/\s+/g, ' ').replaceAll('|', '\\|'));
  // Written by the API, by a gateway, or by the client before it sends anything.
  const written = [
    apiError(status, type, says),
    foreignError(status, 'text', { 'anthropic.error.message': says }),
    call({ 'error.type': 'client_error', 'anthropic.error.message': says }),
    call({ 'error.type': 'connection_error', 'anthropic.error.message': says }),
  ];
  expect(written.map((attributes) => diagnose(attributes)?.id)).toContain(rules[0]);
});

test('every term is on it, and every page that it names is of a finding', () => {
  const text = readFileSync(file, 'utf8');
  for (const { term } of listTerms()) expect(text).toContain(`\n| \`${term}\` | [`);
  for (const [, id = ''] of text.matchAll(/\]\(([\w.]+)\.md\)/g)) {
    expect(findRule(id) ?? findPattern(id), id).toBeDefined();
  }
});
