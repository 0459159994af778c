// The metric tables of the page are the tables in the code, and their rows follow the metrics API.
import { expect, test } from 'vitest';
import { briefOf, expectGeneratedSection } from '../../../test/support/generated.ts';
import { ATTRIBUTES, METRIC_ATTRIBUTES, METRICS } from '../src/index.ts';

const page = new URL('../docs/metrics.md', import.meta.url);

test('the metric table is up to date', () => {
  const lines = Object.entries(METRICS).map(
    ([name, { instrument, unit, source, attributes, brief }]) =>
      `| \`${name}\` | ${instrument} | \`${unit}\` | ${source} | ${attributes.map((attribute) => `\`${attribute}\``).join(', ')} | ${briefOf(name, brief)} |`,
  );
  const head = [
    '| metric | instrument | unit | from | attributes | |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  expectGeneratedSection(page, 'metrics', [...head, ...lines].join('\n'));
});

test('the table of attributes that only metrics have is up to date', () => {
  const lines = Object.entries(METRIC_ATTRIBUTES).map(
    ([name, [type, source, brief]]) => `| \`${name}\` | ${type} | ${source} | ${brief} |`,
  );
  const table = ['| attribute | type | from | |', '| --- | --- | --- | --- |', ...lines].join('\n');
  expectGeneratedSection(page, 'metric-attributes', table);
});

test.each(Object.entries(METRICS))(
  '%s has buckets if it is a histogram, and attributes that exist',
  (_, row) => {
    const buckets = row.buckets ?? [];
    expect(buckets.length > 0).toBe(row.instrument === 'histogram');
    expect(buckets).toEqual([...new Set(buckets)].sort((a, b) => a - b));
    const known = Object.keys({ ...ATTRIBUTES, ...METRIC_ATTRIBUTES });
    expect(row.attributes.filter((name) => !known.includes(name))).toEqual([]);
  },
);
