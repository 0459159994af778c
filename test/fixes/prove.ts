// The tests of a step: each proof is run, and shows what its page says.
import { type FixedBy, findPattern, findRule, type RuleId } from '@sevenstep/checklist';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Figures, Proof, Proven } from './proof.ts';
import { proofs, type Step } from './proofs/index.ts';
import { readRecorded, writeRecorded } from './recorded.ts';
import { drillOf, runProof, warmUp } from './run-proof.ts';

/** Declares a test for each proof of a step. `UPDATE_DOCS=1` records what they count. */
export function proveStep(step: Step): void {
  const rows = proofs[step];
  const counted: Record<string, Proven> = {};
  beforeAll(warmUp);
  test.each(Object.entries(rows).map(([id, proof]) => ({ id, proof })))('$id', async ({ id, proof }) => {
    const fixedBy = (findRule(id) ?? findPattern(id))?.fixedBy;
    if (fixedBy === undefined) throw new Error(`${id}: its page has no fixedBy`);
    const runs = await runProof(id, fixedBy, proof);
    for (const run of runs) expectFixed(fixedBy, run);
    const [proven, ...same] = runs.map(({ before: { calls, found, requests, tokens }, after }) => ({
      before: isAtOnce(id, proof) ? { calls } : { calls, found, requests, tokens },
      after,
    }));
    if (proven === undefined) throw new Error(`${id}: nothing was run`);
    // For each proxy.
    for (const other of same) expect(other).toEqual(proven);
    counted[id] = proven;
    if (!process.env.UPDATE_DOCS) expect(proven).toEqual(readRecorded(step)[id]);
  });
  test('what is recorded is of proofs that are there', () => {
    expect(Object.keys(rows)).toEqual(expect.arrayContaining(Object.keys(readRecorded(step))));
  });
  afterAll(() => {
    if (process.env.UPDATE_DOCS) writeRecorded(step, counted, Object.keys(rows));
  });
}

const isAtOnce = (id: string, { drill = drillOf(id), calls = drill?.calls }: Proof): boolean =>
  calls?.some(({ atOnce = 1 }) => atOnce > 1) ?? false;

function expectFixed(fixedBy: FixedBy, { before, after }: Record<'before' | 'after', Figures>): void {
  expect(before.found, 'without the fix the finding appears').toBeGreaterThan(0);
  const then = fixedBy.by === 'outside' ? 'healthy' : fixedBy.then;
  if (then === 'contained') {
    expect(after.found, 'with the fix the finding is rarer, or costs less').toBeLessThanOrEqual(before.found);
    expect(
      after.found < before.found || after.requests < before.requests || after.tokens < before.tokens,
    ).toBe(true);
    return;
  }
  if (then === 'answered') {
    expect([before.answered, after.answered], 'with the fix the last call is answered').toEqual([
      false,
      true,
    ]);
    return;
  }
  const others: readonly RuleId[] = then === 'healthy' ? [] : [then];
  expect({ found: after.found, others: after.others }).toEqual({ found: 0, others });
}
