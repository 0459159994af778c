// The page of every id is what its record and its drill say today. `UPDATE_DOCS=1` writes them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  diagnose,
  type Finding,
  type Pattern,
  patternFinding,
  patterns,
  type Rule,
  rules,
  type Tally,
} from '@sevenstep/checklist';
import { drills, undrilled } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../packages/checklist/test/examples.ts';
import { indexText, pageText, type Shown, steady } from '../../packages/checklist/test/page.ts';
import { type Run, type Runner, startRunner } from './catalogue-runs.ts';

const docs = new URL('../../packages/checklist/docs/', import.meta.url);

/** Figures of a minute in which each pattern was there. */
const TALLIES: Readonly<Record<string, Tally>> = {
  'identity.fail_fast': { count: 5, of: 0, seconds: 12, what: '401 identity.key_invalid' },
  'request.reproducible': { count: 3, of: 0, seconds: 45, what: 'request.context_window' },
  'limits.retry_storm': { count: 42, of: 20, seconds: 60, what: '' },
  'limits.burst': { count: 24, of: 6, seconds: 1, what: '' },
  'limits.shared_key': { count: 480, of: 60, seconds: 60, what: 'requests' },
  'service.intermittent': { count: 2, of: 3, seconds: 90, what: 'service.overloaded' },
  'service.outage': { count: 16, of: 20, seconds: 60, what: '' },
  'response.tool_loop_runaway': { count: 26, of: 1, seconds: 300, what: '' },
};

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
  if (process.env.UPDATE_DOCS) mkdirSync(docs, { recursive: true });
});
afterAll(() => runner.stop());

/** Equal but for what differs from run to run: then the page stays as it is. */
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

async function shownOf(rule: Rule): Promise<Shown> {
  const drill = drills[rule.id];
  if (drill === undefined) {
    const finding = diagnose(examples[rule.id]?.is[0] ?? {}, { durationSeconds: 61 });
    if (finding === undefined) throw new Error(`no example of ${rule.id}`);
    const how = `Shown on an example span; no drill, because it ${undrilled[rule.id]}.`;
    return { how, finding, also: finding.also.map(({ id }) => id) };
  }
  const run = await runner.run(drill);
  if (run.diagnosis === undefined) throw new Error(`no diagnosis of ${rule.id}`);
  const how = `${drill.title}. Rehearsed with the real SDK: \`drills['${rule.id}']\`.`;
  return {
    how,
    application: applicationOf(run),
    finding: run.diagnosis,
    also: run.diagnosis.also.map(({ id }) => id),
  };
}

const patternShown = (pattern: Pattern): { finding: Finding; shown: Shown } => {
  const tally = TALLIES[pattern.id];
  if (tally === undefined) throw new Error(`no figures for ${pattern.id}`);
  const finding = patternFinding(pattern, tally);
  const how =
    'Found over many calls by the span processor. It stands on the span that tripped it, once per window: as the verdict, or under `anthropic.diagnosis.also` where the call has one of its own.';
  return { finding, shown: { how, finding, also: [], manyCalls: true } };
};

const findings: Finding[] = [];

describe('pages', () => {
  test.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', async ({ rule }) => {
    const shown = await shownOf(rule);
    findings.push(shown.finding);
    expectPage(`${rule.id}.md`, pageText(rule, shown));
  });

  test.each(patterns.map((pattern) => ({ id: pattern.id, pattern })))('$id', ({ pattern }) => {
    const { finding, shown } = patternShown(pattern);
    findings.push(finding);
    expectPage(`${pattern.id}.md`, pageText(pattern, shown));
  });

  test('the index', () => {
    expect(findings).toHaveLength(rules.length + patterns.length);
    expectPage('README.md', indexText(findings));
  });

  test('every link of the index leads to a page', () => {
    const index = readFileSync(new URL('README.md', docs), 'utf8');
    const links = [...index.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? '');
    expect(links).toHaveLength(rules.length + patterns.length);
    for (const link of links) expect(existsSync(new URL(link, docs)), link).toBe(true);
  });
});
