// The event tables of the page are the tables in the code, and their attributes exist.
import { expect, test } from 'vitest';
import { briefOf, expectGeneratedSection } from '../../../test/support/generated.ts';
import { ATTRIBUTES, EVENT_ATTRIBUTES, EVENTS, METRIC_ATTRIBUTES } from '../src/index.ts';

const page = new URL('../docs/events.md', import.meta.url);

test('the event table is up to date', () => {
  const lines = Object.entries(EVENTS).map(
    ([name, { source, attributes, brief }]) =>
      `| \`${name}\` | ${source} | ${attributes.map((attribute) => `\`${attribute}\``).join(', ')} | ${briefOf(name, brief)} |`,
  );
  const table = ['| event | from | attributes | |', '| --- | --- | --- | --- |', ...lines].join('\n');
  expectGeneratedSection(page, 'events', table);
});

test('the table of attributes that only events have is up to date', () => {
  const lines = Object.entries(EVENT_ATTRIBUTES).map(
    ([name, [type, source, brief]]) => `| \`${name}\` | ${type} | ${source} | ${brief} |`,
  );
  const table = ['| attribute | type | from | |', '| --- | --- | --- | --- |', ...lines].join('\n');
  expectGeneratedSection(page, 'event-attributes', table);
});

test.each(Object.entries(EVENTS))('%s has attributes that exist', (_, { attributes }) => {
  const known = Object.keys({ ...ATTRIBUTES, ...EVENT_ATTRIBUTES, ...METRIC_ATTRIBUTES });
  expect(attributes.filter((name) => !known.includes(name))).toEqual([]);
});
