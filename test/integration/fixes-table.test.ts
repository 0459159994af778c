// The table of fixes has every rule and pattern with its kind of fix, and with the numbers that its test counted.
import { type FixedBy, type Page, patterns, rules } from '@sevenstep/checklist';
import { expect, test } from 'vitest';
import { FIX_PLACES } from '../../packages/checklist/test/fix-text.ts';
import type { Proof, Proven } from '../fixes/proof.ts';
import { proofs } from '../fixes/proofs/index.ts';
import { situationOf } from '../fixes/proven.ts';
import { recordedOf } from '../fixes/recorded.ts';
import { expectGeneratedFile } from '../support/generated.ts';

const rows: Readonly<Record<string, Proof>> = Object.assign({}, ...Object.values(proofs));
const all: readonly (Page & { readonly id: string })[] = [...rules, ...patterns];

const KINDS: Readonly<Record<FixedBy['by'], string>> = {
  code: 'Code of the application',
  setting: 'An option or an environment variable',
  proxy: 'Configuration of a proxy',
  outside: 'Outside of your code',
};

test('each has a fix, and a proof that was run', () => {
  for (const { id } of all) {
    expect([id in rows, recordedOf(id) !== undefined], id).toEqual([true, true]);
  }
  const ids = new Set(all.map(({ id }) => id));
  expect(Object.keys(rows).filter((id) => !ids.has(id as never))).toEqual([]);
});

test('a fix outside of the process says where it is, and how to see from inside that it is done', () => {
  for (const { id, fixedBy, confirm } of all) {
    if (fixedBy.by !== 'outside') continue;
    expect(FIX_PLACES[fixedBy.where], id).toBeTruthy();
    expect(confirm, id).toBeTruthy();
    // The code under "How to confirm" was run: it showed the finding before the fix, and nothing after it.
    expect(recordedOf(id)?.after.found, id).toBe(0);
  }
});

const resultOf = (fixedBy: FixedBy): string => {
  if (fixedBy.by === 'outside') return FIX_PLACES[fixedBy.where];
  if (fixedBy.then === 'healthy') return 'no finding';
  if (fixedBy.then === 'answered') return 'the last call is answered';
  if (fixedBy.then === 'contained') return 'fewer findings or requests';
  return `[${fixedBy.then}](${fixedBy.then}.md)`;
};

const change = (proven: Proven | undefined, of: 'found' | 'requests' | 'tokens'): string =>
  proven === undefined ? '' : `${proven.before[of] ?? (of === 'found' ? 'some' : '?')} → ${proven.after[of]}`;

test('the table is written down', () => {
  const sections = Object.entries(KINDS).flatMap(([kind, title]) => {
    const own = all.flatMap(({ id, fixedBy }) => (fixedBy.by === kind ? [{ id, fixedBy }] : []));
    if (own.length === 0) return [];
    const lines = own.map(({ id, fixedBy }) => {
      const proven = recordedOf(id);
      const figures = (['found', 'requests', 'tokens'] as const).map((of) => change(proven, of));
      return `| [${id}](${id}.md) | ${situationOf(id)} | ${resultOf(fixedBy)} | ${figures.join(' | ')} |`;
    });
    return `## ${title}: ${own.length}

| finding | situation in the test | with the fix | findings | requests | tokens |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
  });
  const text = `# Tested fixes

Every finding has a page with its fix, and a test of that fix. The test makes the situation with the real SDK against a simulator, first without the fix,
then with the code or configuration of the page. The figures are what the simulator counts: before → with the fix.

- \`some\` and \`?\`: the figure depends on the machine.
- **Outside of your code**: the code of the page does not fix the problem. It shows whether the problem is fixed.

Written by \`UPDATE_DOCS=1 npm test\` from \`test/fixes\`.

${sections.join('\n')}`;
  expectGeneratedFile(new URL('../../packages/checklist/docs/fixes.md', import.meta.url), text);
});
