// No advice of the guides is left over: each is carried by a rule that names the guide, or there is a reason.
import { describe, expect, it } from 'vitest';
import { expectGeneratedFile } from '../../../test/support/generated.ts';
import { patterns, rules } from '../src/index.ts';
import { ADVICE } from './advice.ts';

const sourcesOf = new Map<string, readonly string[]>(
  [...rules, ...patterns].map(({ id, sources }) => [id, sources]),
);

describe.each(ADVICE.map((advice) => ({ name: `${advice.guide}: ${advice.says}`, advice })))(
  '$name',
  ({ advice }) => {
    it('is carried by rules that name the guide, or has a reason', () => {
      expect([advice.in === undefined, advice.not === undefined].filter(Boolean)).toHaveLength(1);
      const named = (advice.in ?? []).some((id) => sourcesOf.get(id)?.includes(advice.guide));
      for (const id of advice.in ?? []) expect(sourcesOf.has(id), id).toBe(true);
      expect(advice.in === undefined || named).toBe(true);
    });
  },
);

it('every rule that names a guide carries some of its advice', () => {
  const missing: string[] = [];
  for (const [id, sources] of sourcesOf) {
    for (const guide of sources.filter((source) => /^G\d$/.test(source))) {
      const carried = ADVICE.some((advice) => advice.guide === guide && advice.in?.includes(id));
      if (!carried) missing.push(`${id} names ${guide}`);
    }
  }
  expect(missing).toEqual([]);
});

it('the table is written down', () => {
  const rows = ADVICE.map(({ guide, says, in: ids, not }) => {
    const where = ids?.map((id) => `[${id}](${id}.md)`).join(', ') ?? `none: ${not}`;
    return `| ${guide} | ${says} | ${where} |`;
  });
  const text = `# Advice of the guides, and the rules that carry it\n\nWritten by \`UPDATE_DOCS=1 npm test\`.\n\n| guide | advice | rules |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  expectGeneratedFile(new URL('../docs/advice.md', import.meta.url), text);
});
