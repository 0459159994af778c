// The page of every id matches its record and its drill. `UPDATE_DOCS=1` writes the pages.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import {
  currentId,
  diagnose,
  type Finding,
  type Pattern,
  patterns,
  RENAMED,
  RETIRED,
  type Rule,
  rules,
} from '@sevenstep/checklist';
import { drills, patternDrills, undrilled } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../packages/checklist/test/examples.ts';
import {
  indexText,
  inRealSeconds,
  inRealTime,
  pageText,
  realSeconds,
  renamedPageText,
  retiredPageText,
  type Shown,
  steady,
} from '../../packages/checklist/test/page.ts';
import { provenOf } from '../fixes/proven.ts';
import { type Run, type Runner, startRunner } from './catalogue-runs.ts';
import { runPatternDrill } from './pattern-runs.ts';

const docs = new URL('../../packages/checklist/docs/', import.meta.url);

if (process.env.UPDATE_DOCS) mkdirSync(docs, { recursive: true });

/** Compares a page, except for parts that differ in each run, and then leaves it unchanged. */
function expectPage(name: string, wanted: string): void {
  const file = new URL(name, docs);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (steady(text) === steady(wanted)) return;
  if (process.env.UPDATE_DOCS) writeFileSync(file, wanted.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8787'));
  expect(steady(readFileSync(file, 'utf8')), 'UPDATE_DOCS=1 npm test writes it').toBe(steady(wanted));
}

const applicationOf = ({ result: { error, value, events } }: Run): string => {
  if (error !== undefined) return `${error.class}: ${error.message.replace(/\s+/g, ' ').slice(0, 400)}`;
  const stop = (value as { stop_reason?: unknown; stopReason?: unknown } | undefined) ?? {};
  const read = events === undefined ? '' : `, ${events.length} events`;
  return `a message, stop_reason ${String(stop.stop_reason ?? stop.stopReason)}${read}`;
};

const textsOf = ({ summary, cause, fix, evidence }: Finding): string =>
  [summary, cause, fix, ...evidence].join('\n');

async function shownOf(rule: Rule, runner: Runner): Promise<Shown> {
  const drill = drills[rule.id];
  if (drill === undefined) {
    const finding = diagnose(examples[rule.id]?.is[0] ?? {}, {
      durationSeconds: realSeconds(rule.id) ?? 61,
    });
    if (finding === undefined) throw new Error(`no example of ${rule.id}`);
    const how = `This is an example span. There is no drill, because the situation ${undrilled[rule.id]}.`;
    return {
      how,
      rehearsed: false,
      finding,
      proven: provenOf(rule.id),
      also: finding.also.map(({ id }) => id),
    };
  }
  const run = await runner.run(drill);
  if (run.diagnosis?.id !== rule.id) throw new Error(`no diagnosis of ${rule.id}`);
  const { attributes, durationSeconds } = inRealTime(rule.id, run.attributes);
  const finding = diagnose(attributes, { durationSeconds });
  if (finding?.id !== rule.id) throw new Error(`${rule.id} is ${finding?.id} in the times of a real call`);
  const how = `${drill.title}. This is the output of the real SDK.`;
  return {
    how:
      textsOf(finding) === textsOf(run.diagnosis)
        ? how
        : `${how} The drill runs faster than a real call; the times here are those of a real call.`,
    rehearsed: true,
    application: applicationOf(run),
    finding,
    also: finding.also.map(({ id }) => id),
    nearMiss: drill.nearMiss,
    proven: provenOf(rule.id),
  };
}

async function patternShown({ id }: Pattern, simulator: Simulator): Promise<Shown> {
  const drill = patternDrills[id];
  if (drill === undefined) throw new Error(`no drill of ${id}`);
  const { findings } = await runPatternDrill(simulator, 'owned', drill);
  const found = findings.find(({ finding }) => finding.id === id);
  if (found === undefined) throw new Error(`the drill of ${id} does not show it`);
  const how = `${drill.title}. The span processor finds it once per window, over many calls.
It is on the span that completes the pattern. If that call has its own diagnosis, the pattern is in \`anthropic.diagnosis.also\`.`;
  return {
    how,
    finding: inRealSeconds(found.finding),
    also: [],
    rehearsed: false,
    proven: provenOf(id),
    manyCalls: true,
  };
}

const findings: Finding[] = [];

describe('pages of rules', () => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await startRunner();
  });
  afterAll(() => runner.stop());

  test.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', async ({ rule }) => {
    const shown = await shownOf(rule, runner);
    findings.push(shown.finding);
    expectPage(`${rule.id}.md`, pageText(rule, shown));
  });
});

describe('pages of patterns', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  test.each(patterns.map((pattern) => ({ id: pattern.id, pattern })))('$id', async ({ pattern }) => {
    const shown = await patternShown(pattern, simulator);
    findings.push(shown.finding);
    expectPage(`${pattern.id}.md`, pageText(pattern, shown));
  });
});

test('the page of an id that was renamed or retired says so', () => {
  for (const id of Object.keys(RENAMED)) expectPage(`${id}.md`, renamedPageText(id, currentId(id) ?? ''));
  for (const [id, reason] of Object.entries(RETIRED)) {
    const name = `${id}.md`;
    expectPage(name, retiredPageText(readFileSync(new URL(name, docs), 'utf8'), reason));
  }
});

describe('the index', () => {
  test('is up to date', () => {
    expect(findings).toHaveLength(rules.length + patterns.length);
    expectPage('README.md', indexText(findings));
  });

  test('has a page behind every link', () => {
    const index = readFileSync(new URL('README.md', docs), 'utf8');
    const links = [...index.matchAll(/^- \[.*?\]\(([^)]+)\)/gm)].map(([, link]) => link ?? '');
    expect(links).toHaveLength(rules.length + patterns.length);
    for (const link of links) expect(existsSync(new URL(link, docs)), link).toBe(true);
  });
});

test('no page has the times of a drill, which does not wait', () => {
  for (const name of readdirSync(docs)) {
    const text = readFileSync(new URL(name, docs), 'utf8');
    expect(text, name).not.toMatch(/\b0\.\d+ s\b|less than 1 ms/);
    expect(text, name).not.toMatch(
      /(?:Wait|Retry after|resets in|retry-after|timeout of|timeout|took|silent for) [\d.]+ ms/,
    );
  }
});
