// The README's tables of attributes and metrics are written from the conventions' tables, less what the diagnosis adds.
import { ATTRIBUTE_FAMILIES, ATTRIBUTES, METRICS, whenWritten } from '@sevenstep/semantic-conventions';
import { test } from 'vitest';
import { expectGeneratedSection } from '../../../test/support/generated.ts';

const README = new URL('../README.md', import.meta.url);
const isOurs = ([name]: readonly [string, unknown]) =>
  !/^anthropic\.(diagnosis\.|client\.diagnoses)/.test(name);

test('the table of attributes is up to date', () => {
  const rows = Object.entries({ ...ATTRIBUTES, ...ATTRIBUTE_FAMILIES })
    .filter(isOurs)
    .map(([name, [, , brief]]) => `| \`${name}\` | ${whenWritten(name)} | ${brief} |`);
  expectGeneratedSection(
    README,
    'attributes',
    ['| attribute | when | |', '| --- | --- | --- |', ...rows].join('\n'),
  );
});

test('the table of metrics is up to date', () => {
  const rows = Object.entries(METRICS)
    .filter(isOurs)
    .map(([name, { instrument, unit, brief }]) => `| \`${name}\` | ${instrument}, \`${unit}\` | ${brief} |`);
  expectGeneratedSection(README, 'metrics', ['| metric | | |', '| --- | --- | --- |', ...rows].join('\n'));
});
