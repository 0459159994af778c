// The README's tables of thresholds, attributes, metrics and events are written from the code.
import { DEFAULT_THRESHOLDS } from '@sevenstep/checklist';
import { ATTRIBUTES, EVENTS, METRICS } from '@sevenstep/semantic-conventions';
import { test } from 'vitest';
import { expectGeneratedSection } from '../../../test/support/generated.ts';
import { DEFAULT_PATTERN_THRESHOLDS } from '../src/index.ts';

const README = new URL('../README.md', import.meta.url);
const isOurs = ([name]: readonly [string, unknown]) =>
  /^anthropic\.(diagnosis\.|client\.diagnos[ie]s)/.test(name);

test.each([
  [
    'thresholds',
    ['| threshold | default |', '| --- | --- |'],
    Object.entries({ ...DEFAULT_THRESHOLDS, ...DEFAULT_PATTERN_THRESHOLDS }).map(
      ([name, value]) => `| \`${name}\` | ${value} |`,
    ),
  ],
  [
    'attributes',
    ['| attribute | type | |', '| --- | --- | --- |'],
    Object.entries(ATTRIBUTES)
      .filter(isOurs)
      .map(([name, [type, , brief]]) => `| \`${name}\` | ${type} | ${brief} |`),
  ],
  [
    'metrics',
    ['| metric | | |', '| --- | --- | --- |'],
    Object.entries(METRICS)
      .filter(isOurs)
      .map(
        ([name, { instrument, unit, brief }]) => `| \`${name}\` | ${instrument}, \`${unit}\` | ${brief} |`,
      ),
  ],
  [
    'events',
    ['| log event | |', '| --- | --- |'],
    Object.entries(EVENTS)
      .filter(isOurs)
      .map(([name, { brief }]) => `| \`${name}\` | ${brief} |`),
  ],
])('the table of %s is up to date', (section, head, rows) => {
  expectGeneratedSection(README, section, [...head, ...rows].join('\n'));
});
