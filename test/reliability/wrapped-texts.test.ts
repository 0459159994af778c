// Texts that real clients printed keep their diagnosis, or a more general one, after wrapping and inside a log.
import { diagnoseText } from '@sevenstep/checklist/text';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { startRunner } from '../integration/catalogue-runs.ts';
import { CLIENTS } from '../pasted/clients/index.ts';
import { judge, type Verdict } from '../pasted/judge.ts';
import { readRecord } from '../pasted/record.ts';
import { nameOf, type Result, resultsOf, type Seen } from '../pasted/results.ts';
import { SITUATIONS } from '../pasted/situations.ts';
import { NOISE, WRAPPERS } from './wrappers.ts';

const RUNS = 3_000;
/** The tolerated shares of failures, for complete texts and for texts with their end cut off. */
const TOLERATED = { whole: 0.004, cut: 0.05 };
const SEED = 18;

const verdictOf = (text: string, { truth }: Result): Verdict => judge(diagnoseText(text), truth);

let texts: readonly Result[];

// Leaves out texts that count as an error only if they are alone. Inside a log they may mean anything.
beforeAll(async () => {
  const runner = await startRunner();
  const seen = new Map<string, Seen>();
  for (const { id, drill } of SITUATIONS) {
    const { diagnosis, result } = await runner.run(drill ?? { title: id });
    const also = diagnosis?.also.map((finding) => finding.id) ?? [];
    seen.set(id, { also, succeeds: result.error === undefined });
  }
  await runner.stop();
  texts = resultsOf(new Map(CLIENTS.map((client) => [client, readRecord(client.id)])), seen).filter(
    (result) =>
      result.truth.id !== undefined &&
      result.verdict === 'exact' &&
      verdictOf(`${NOISE[0]}\n${result.text}`, result) === 'exact',
  );
}, 240_000);

const wrappers = fc.shuffledSubarray([...WRAPPERS], { minLength: 3, maxLength: 3 });
const noise = fc.array(fc.constantFrom(...NOISE), { maxLength: 6 });

/** The texts with one of these results, each with its wrappers. */
function failures(change: (text: string, share: number) => string, ...bad: readonly Verdict[]): string[] {
  const cases = fc.sample(
    fc.tuple(
      fc.noBias(fc.integer({ min: 0, max: 1e6 })),
      wrappers,
      noise,
      noise,
      fc.double({ min: 0.5, max: 1, noNaN: true }),
    ),
    {
      numRuns: RUNS,
      seed: SEED,
    },
  );
  return cases.flatMap(([at, around, before, after, share]) => {
    const result = texts[at % texts.length];
    if (result === undefined) throw new Error('there are no texts');
    const wrapped = around.reduce((text, { wrap }) => wrap(text), result.text);
    const verdict = verdictOf([...before, change(wrapped, share), ...after].join('\n'), result);
    return bad.includes(verdict)
      ? [`${verdict}: ${nameOf(result)}: ${around.map(({ name }) => name).join(', then ')}`]
      : [];
  });
}

test('there are thousands of texts to wrap', () => {
  expect(texts.length).toBeGreaterThan(4_000);
});

test('three wrappers and a log around it leave a text its diagnosis', () => {
  const failed = failures((text) => text, 'wrong', 'none');
  if (failed.length > RUNS * TOLERATED.whole) expect(failed).toEqual([]);
}, 300_000);

test('a text that is cut as well leads to no other diagnosis', () => {
  const failed = failures((text, share) => text.slice(0, Math.ceil(text.length * share)), 'wrong');
  if (failed.length > RUNS * TOLERATED.cut) expect(failed).toEqual([]);
}, 300_000);

test('a healthy log stays without a diagnosis, however it is wrapped', () => {
  fc.assert(
    fc.property(wrappers, noise, noise, (around, before, after) => {
      const wrapped = around.reduce((text, { wrap }) => wrap(text), before.join('\n'));
      expect(diagnoseText([wrapped, ...after].join('\n'))).toEqual([]);
    }),
    { numRuns: 300, seed: SEED },
  );
});
