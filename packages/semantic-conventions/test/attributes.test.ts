// The attribute table of the page is the table in the code.
import { test } from 'vitest';
import { expectGeneratedSection } from '../../../test/support/generated.ts';
import { ATTRIBUTE_FAMILIES, ATTRIBUTES, type AttributeSpec, whenWritten } from '../src/index.ts';

test('the attribute table is up to date', () => {
  const rows = Object.entries({ ...ATTRIBUTES, ...ATTRIBUTE_FAMILIES } as Record<string, AttributeSpec>);
  const lines = rows.map(
    ([name, [type, source, brief]]) =>
      `| \`${name}\` | ${type} | ${source} | ${whenWritten(name)} | ${brief} |`,
  );
  const table = ['| attribute | type | from | when | |', '| --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
  expectGeneratedSection(new URL('../docs/attributes.md', import.meta.url), 'attributes', table);
});
