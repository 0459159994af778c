// Each advice of the guides is in a rule that names the guide, or has a reason against it. No fix
// contradicts its evidence, another finding of the same call, or another rule.
import { describe, expect, it } from 'vitest';
import { expectGeneratedFile } from '../../../test/support/generated.ts';
import {
  type AttributesLike,
  type Diagnosis,
  diagnose,
  type Finding,
  patternFinding,
  patterns,
  rules,
} from '../src/index.ts';
import { SAMPLES } from '../src/texts/samples/index.ts';
import { ADVICE, REFUSED_BY_SOME_MODELS } from './advice.ts';
import { examples } from './examples.ts';

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
    const where = ids?.map((id) => `[${id}](../docs/${id}.md)`).join(', ') ?? `none: ${not}`;
    return `| ${guide} | ${says} | ${where} |`;
  });
  const text = `# Advice of the guides, and the rules that carry it\n\nWritten by \`UPDATE_DOCS=1 npm test\`.\n\n| guide | advice | rules |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  expectGeneratedFile(new URL('advice.md', import.meta.url), text);
});

/** Every diagnosis of the examples, as they are and with other waits. */
const WAITS: readonly AttributesLike[] = [0.02, 2, 3.8, 30, 61, 5 * 3600, 3 * 86_400].flatMap((after) => [
  { 'anthropic.retry.after': after },
  ...['requests', 'tokens', 'input_tokens', 'output_tokens'].flatMap((kind) =>
    [3.8, 45, 7 * 3600].flatMap((reset) => {
      const limit = {
        [`anthropic.ratelimit.${kind}.limit`]: 50_000,
        [`anthropic.ratelimit.${kind}.remaining`]: 0,
        [`anthropic.ratelimit.${kind}.reset`]: reset,
      };
      return [{ 'anthropic.retry.after': after, ...limit }, limit];
    }),
  ),
]);
const spans: readonly AttributesLike[] = Object.values(examples).flatMap(({ is, isNot }) => [
  ...is,
  ...isNot.map(([attributes]) => attributes),
]);
const diagnosed = (attributes: AttributesLike): readonly Diagnosis[] => {
  const diagnosis = diagnose(attributes, { durationSeconds: 61 });
  return diagnosis === undefined ? [] : [diagnosis];
};
const plain: readonly Diagnosis[] = spans.flatMap(diagnosed);
const waiting: readonly Diagnosis[] = spans.flatMap((span) =>
  WAITS.flatMap((wait) => diagnosed({ ...span, ...wait })),
);
const all = (diagnosis: Diagnosis): readonly Finding[] => [diagnosis, ...diagnosis.also];
const findings: readonly Finding[] = [
  ...plain.flatMap(all),
  ...patterns.map((pattern) => patternFinding(pattern, { count: 12, of: 8, seconds: 60, what: 'x' })),
];

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['min', 60],
  ['h', 3600],
  ['days', 86_400],
]);

/** Seconds of the first duration behind `what`: `Wait 5 h 1 min`. */
function told(text: string, what: string): number | undefined {
  const found = new RegExp(`${what} ((?:[\\d ]+ (?:s|min|h|days)\\b ?)+)`).exec(text)?.[1];
  if (found === undefined) return undefined;
  const parts = [...found.matchAll(/(\d[\d ]*) (s|min|h|days)\b/g)];
  return parts.reduce(
    (sum, [, value = '', unit = '']) =>
      sum + Number(value.replaceAll(' ', '')) * (UNITS.get(unit) ?? Number.NaN),
    0,
  );
}

it('the wait of a fix is the later of those in its evidence, and whole', () => {
  let seen = 0;
  for (const { id, summary, fix, evidence } of waiting.flatMap(all)) {
    const advised = told(fix, '(?:Wait|Retry after)');
    expect(`${summary} ${fix}`, id).not.toMatch(/\d ms\b|\d\.\d+ s\b/);
    const shown = evidence.flatMap((fact) =>
      [told(fact, 'resets in') ?? [], told(fact, 'retry-after') ?? []].flat(),
    );
    if (advised === undefined) {
      // A fix with a known time to wait states the time.
      if (shown.length > 0) expect(fix, id).not.toMatch(/^Wait until/);
      continue;
    }
    seen++;
    expect(advised, `${id}: ${fix} | ${evidence.join(' | ')}`).toBe(Math.max(...shown));
    const summarized = told(summary, 'resets in');
    if (summarized !== undefined) expect(summarized, `${id}: ${summary} | ${fix}`).toBe(advised);
  }
  expect(seen).toBeGreaterThan(1_000);
});

it('a finding that may pass later does not say to stop, and one that fails again does not say to wait', () => {
  for (const { id, fix, retryable } of [...findings, ...waiting.flatMap(all)]) {
    if (retryable) expect(fix, id).not.toMatch(/\b(?:stop retrying|do not retry)\b/i);
    else expect(fix, id).not.toMatch(/^(?:Wait|Retry)\b/);
  }
});

it('no two findings of one call turn the same setting in opposite directions', () => {
  const turned = (fix: string, verb: RegExp): readonly string[] =>
    [...fix.matchAll(new RegExp(`\\b${verb.source} (?:the )?(\`[^\`]+\`)`, 'gi'))].map(
      ([, name = '']) => name,
    );
  for (const diagnosis of plain) {
    for (const one of all(diagnosis)) {
      for (const other of all(diagnosis)) {
        const lowered = turned(other.fix, /lower/);
        for (const raised of turned(one.fix, /raise/)) {
          expect(lowered, `${one.id}: ${one.fix} / ${other.id}: ${other.fix}`).not.toContain(raised);
        }
      }
    }
  }
});

describe.each(REFUSED_BY_SOME_MODELS.map((restricted) => ({ name: String(restricted.says), ...restricted })))(
  'what some models refuse: $name',
  ({ says, because, except }) => {
    it('is corrected by a rule', () => {
      expect(sourcesOf.has(because)).toBe(true);
      for (const id of Object.keys(except)) expect(sourcesOf.has(id) || id in SAMPLES, id).toBe(true);
    });

    it('is in no fix', () => {
      for (const { id, fix } of findings) if (!(id in except)) expect(fix, id).not.toMatch(says);
    });

    it('is in no sample', () => {
      for (const [name, { code }] of Object.entries(SAMPLES)) {
        if (!(name in except)) expect(code.replace(/\/\/.*/g, ''), name).not.toMatch(says);
      }
    });
  },
);

it('no sample uses a model that the SDK calls deprecated', () => {
  for (const [name, { code }] of Object.entries(SAMPLES))
    expect(code, name).not.toMatch(/claude-(?:3|sonnet-4-5'|opus-4-[01])/);
});
