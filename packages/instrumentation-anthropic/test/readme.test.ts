// The README's tables of attributes and metrics are written from the conventions' tables, less what the diagnosis and the doctor add.
import { readFileSync } from 'node:fs';
import {
  ATTRIBUTE_FAMILIES,
  ATTRIBUTES,
  isExtension,
  METRICS,
  NAME_SET_TITLES,
  RENAMED_ATTRIBUTES,
  RENAMED_EVENTS,
  RENAMED_METRICS,
  whenWritten,
} from '@sevenstep/semantic-conventions';
import { expect, test } from 'vitest';
import { briefOf, expectGeneratedSection } from '../../../test/support/generated.ts';
import { resolveConfig } from '../src/config.ts';

const README = new URL('../README.md', import.meta.url);

test('the table of attributes has those of the conventions', () => {
  const rows = Object.entries({ ...ATTRIBUTES, ...ATTRIBUTE_FAMILIES })
    .filter(([name]) => !isExtension(name))
    .map(([name, [, , brief]]) => `| \`${name}\` | ${whenWritten(name)} | ${brief} |`);
  expectGeneratedSection(
    README,
    'attributes',
    ['| attribute | when | |', '| --- | --- | --- |', ...rows].join('\n'),
  );
});

test('the table of options has every option, and no other', () => {
  const table = readFileSync(README, 'utf8').split('## Options')[1]?.split('\n## ')[0] ?? '';
  const documented = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => String(name));
  expect(documented.sort()).toEqual([...Object.keys(resolveConfig({})), 'enabled'].sort());
});

test('the table of names in both sets is up to date', () => {
  const metrics = RENAMED_METRICS.map(({ latest, previous, where = {}, part }) => {
    const values = Object.entries(where).map(([name, value]) => ` with \`${name}\` \`${value}\``);
    const before = previous ? `${part ? `the ${part} of ` : ''}\`${previous}\`${values.join()}` : '–';
    return ['metric', latest, before];
  });
  const others = [
    ...RENAMED_EVENTS.map(({ latest, previous }) => ['log event', latest, `\`${previous}\``]),
    ...RENAMED_ATTRIBUTES.map(({ latest, previous }) => ['attribute', latest, `\`${previous}\` beside it`]),
  ];
  const rows = [...metrics, ...others].map(
    ([kind, latest, before]) => `| ${kind} | \`${latest}\` | ${before} |`,
  );
  const head = [`| | ${NAME_SET_TITLES.latest} | ${NAME_SET_TITLES.previous} |`, '| --- | --- | --- |'];
  const page = new URL('../docs/previous-names.md', import.meta.url);
  expectGeneratedSection(page, 'names', [...head, ...rows].join('\n'));
});

test('the table of metrics is up to date', () => {
  const rows = Object.entries(METRICS)
    .filter(([name]) => !/^anthropic\.(client\.diagnoses|check\.)/.test(name))
    .map(
      ([name, { instrument, unit, brief }]) =>
        `| \`${name}\` | ${instrument}, \`${unit}\` | ${briefOf(name, brief)} |`,
    );
  expectGeneratedSection(README, 'metrics', ['| metric | | |', '| --- | --- | --- |', ...rows].join('\n'));
});
