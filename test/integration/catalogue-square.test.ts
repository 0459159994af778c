// Every rule is tried on the span of every drill, every near miss and healthy traffic. The diagnosis and the findings in `also`
// are the expected ones.
import { DEFAULT_THRESHOLDS, findRule, readFacts, rules } from '@sevenstep/checklist';
import { drills, healthy, nearMissOf } from '@sevenstep/checklist/drills';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectGeneratedFile } from '../support/generated.ts';
import { type Run, startRunner } from './catalogue-runs.ts';

/** The expected further findings of a diagnosis. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'endpoint.wrong_platform': ['request.model_not_found'],
};

const runs = new Map<string, Run>();
const nearMisses = new Map<string, Run>();
const healthyRuns: Run[] = [];
beforeAll(async () => {
  const runner = await startRunner();
  for (const [id, drill] of Object.entries(drills)) {
    runs.set(id, await runner.run(drill));
    nearMisses.set(id, await runner.run(nearMissOf(drill)));
  }
  for (const drill of healthy) healthyRuns.push(await runner.run(drill));
  await runner.stop();
}, 240_000);

const runOf = (id: string, of: ReadonlyMap<string, Run> = runs): Run => {
  const run = of.get(id);
  if (!run) throw new Error(`no run of ${id}`);
  return run;
};

const alsoOf = ({ diagnosis }: Run) => diagnosis?.also.map((finding) => finding.id);

/** The ids of all rules that match, superfluous ones included. */
const matching = ({ attributes, durationSeconds, thresholds }: Run): string[] => {
  const known = readFacts(attributes, { durationSeconds }, { ...DEFAULT_THRESHOLDS, ...thresholds });
  return rules
    .filter((rule) => (known.failure !== undefined || rule.severity !== 'error') && rule.match(known))
    .map(({ id }) => id);
};

/** Unexpected matching rules that are at least as specific as the diagnosis. */
const closer = (diagnosis: string, run: Run): string[] => {
  const specificity = findRule(diagnosis)?.specificity ?? 0;
  return matching(run).filter(
    (other) =>
      other !== diagnosis &&
      !ALSO[diagnosis]?.includes(other) &&
      (findRule(other)?.specificity ?? 0) >= specificity,
  );
};

describe('drills', () => {
  test.each(Object.keys(drills))('%s is first, with nothing beside it that is not expected', (id) => {
    expect(runOf(id).diagnosis?.id).toBe(id);
    expect(alsoOf(runOf(id))).toEqual(ALSO[id] ?? []);
  });

  test('the whole square: a rule matches its own drill, or says less than the one that is first', () => {
    for (const [id, run] of runs) expect(closer(id, run), id).toEqual([]);
  });
});

describe('near misses: the drill with one fact changed', () => {
  test.each(Object.entries(drills))('%s is silent', (id, { nearMiss: { diagnosis } }) => {
    const run = runOf(id, nearMisses);
    expect(run.diagnosis?.id).toBe(diagnosis);
    expect(diagnosis).not.toBe(id);
    expect(alsoOf(run) ?? []).toEqual(ALSO[diagnosis ?? ''] ?? []);
  });

  test('the whole square: every rule that matches says less than the diagnosis', () => {
    for (const [id, { nearMiss }] of Object.entries(drills)) {
      const run = runOf(id, nearMisses);
      const found = nearMiss.diagnosis === undefined ? matching(run) : closer(nearMiss.diagnosis, run);
      expect(found, id).toEqual([]);
    }
  });
});

test('no rule at all on healthy traffic', () => {
  for (const run of healthyRuns) expect(matching(run), run.title).toEqual([]);
});

/** Rows are drills, and columns are first findings. A number off the diagonal is a confusion. */
function confusionTable(): string {
  const found = new Map<string, Map<string, number>>();
  for (const [id, { diagnosis }] of runs) {
    const row = found.get(id) ?? new Map<string, number>();
    found.set(id, row.set(diagnosis?.id ?? 'nothing', 1));
  }
  const steps = ['connection', 'endpoint', 'identity', 'request', 'limits', 'service', 'response', 'nothing'];
  const stepOf = (id: string) => id.split('.')[0] ?? '';
  const rows = steps.slice(0, 7).map((step) => {
    const ids = [...found].filter(([id]) => stepOf(id) === step);
    const cells = steps.map(
      (column) => ids.filter(([, row]) => [...row.keys()].some((id) => stepOf(id) === column)).length || '·',
    );
    const exact = ids.filter(([id, row]) => row.has(id)).length;
    return `| ${step} | ${cells.join(' | ')} | ${exact} of ${ids.length} |`;
  });
  const silent = healthyRuns.filter(({ diagnosis }) => diagnosis === undefined).length;
  const off = [...found].flatMap(([id, row]) =>
    [...row.keys()].filter((other) => other !== id).map((other) => `${id} -> ${other}`),
  );
  const near = Object.entries(drills).map(([id, { nearMiss }]) => {
    const diagnosis = nearMisses.get(id)?.diagnosis?.id;
    return `| \`${id}\` | ${nearMiss.title} | ${diagnosis === undefined ? 'nothing' : `\`${diagnosis}\``} |`;
  });
  return [
    '# Confusion table',
    '',
    'Written by `UPDATE_DOCS=1 npm run test:thorough`. Each drill ran with the real SDK over HTTP. A row counts the drills of one step, and its columns count the steps of their diagnoses.',
    '',
    `| drill \\ found | ${steps.join(' | ')} | exactly that rule |`,
    `| --- |${' --- |'.repeat(steps.length + 1)}`,
    ...rows,
    `| healthy calls | ${steps
      .slice(0, 7)
      .map(() => '·')
      .join(' | ')} | ${silent} | ${silent} of ${healthyRuns.length} |`,
    '',
    off.length === 0
      ? `All ${found.size} drills are on the diagonal.`
      : `Off the diagonal: ${off.join(', ')}.`,
    '',
    '## Near misses',
    '',
    'In each near miss, one fact of the drill is changed: the fact that decides. So the diagnosis is never the rule of the drill.',
    '',
    '| drill | changed fact | diagnosis |',
    '| --- | --- | --- |',
    ...near,
    '',
  ].join('\n');
}

test('the confusion table has nothing off its diagonal, and is written down', () => {
  const table = confusionTable();
  expectGeneratedFile(new URL('../../packages/checklist/test/confusion.md', import.meta.url), table);
  expect(table).not.toContain('Off the diagonal');
});
