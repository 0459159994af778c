// The README's table of rules is written from the rules, and checked here.
import { expect, it } from 'vitest';
import { expectGeneratedSection } from '../../../test/support/generated.ts';
import { checkOf } from '../src/ids/rule-id.ts';
import { patterns, type Rule, readFacts, rules } from '../src/index.ts';
import { renderText } from '../src/rules/rule.ts';
import { examples } from './examples.ts';

const row = (rule: Rule): string => {
  const summary = renderText(rule.summary, readFacts(examples[rule.id]?.is[0] ?? {}));
  return `| \`${rule.id}\` | ${rule.severity} | ${rule.action} | ${summary.replaceAll('|', '\\|')} |`;
};

it('the table of rules in README.md is up to date', () => {
  const rows = rules.map(row);
  const table = ['| id | severity | action | for example |', '| --- | --- | --- | --- |', ...rows].join('\n');
  expectGeneratedSection(new URL('../README.md', import.meta.url), 'rules', table);
  expect(new Set(rules.map(({ id }) => checkOf(id))).size).toBe(8);
});

it('the table of patterns in README.md is up to date', () => {
  const rows = patterns.map(
    ({ id, severity, action, confirm }) => `| \`${id}\` | ${severity} | ${action} | ${confirm} |`,
  );
  const table = ['| id | severity | action | how to confirm it |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  expectGeneratedSection(new URL('../README.md', import.meta.url), 'patterns', table);
});
