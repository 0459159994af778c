// The alert advice fits its finding: a share for calls, a number for findings once per window, and no page for a successful call.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { patterns, rules } from '../src/index.ts';

const adviceOf = (id: string): string =>
  /## What to alert on\n\n(.*)\n/.exec(
    readFileSync(new URL(`../docs/${id}.md`, import.meta.url), 'utf8'),
  )?.[1] ?? '';

describe('a finding that a process reports once per window', () => {
  test.each(patterns.map(({ id }) => id))('%s is counted, and no share of calls', (id) => {
    expect(adviceOf(id)).toContain('once per window, so count findings');
    expect(adviceOf(id)).not.toMatch(/(?<!the )more than \d+ % of calls/);
  });
});

describe('a call that succeeded', () => {
  const succeeded = rules.filter(({ severity }) => severity !== 'error');
  test.each(succeeded.map(({ id }) => id))('%s pages nobody', (id) => {
    expect(adviceOf(id)).not.toBe('');
    expect(adviceOf(id)).not.toMatch(/\bpage (at|when)\b|the first/);
  });

  test('recovered calls are among them', () => {
    const recovered = succeeded.filter(({ id }) => /\.(recovered|retried)$/.test(id));
    expect(recovered.map(({ id }) => id)).toEqual(
      rules.map(({ id }) => id).filter((id) => /\.(recovered|retried)$/.test(id)),
    );
    expect(recovered.length).toBeGreaterThan(4);
  });
});
