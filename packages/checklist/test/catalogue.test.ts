// Every record of the catalogue is in its place, has a drill, and follows the style.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CHECKS, UNKNOWN_CHECK } from '@sevenstep/semantic-conventions';
import { describe, expect, it } from 'vitest';
import { drills, healthy, nearMissOf, undrilled } from '../src/drills.ts';
import { diagnose, type Finding, type Page, patternFinding, patterns, rules } from '../src/index.ts';
import { SAMPLES } from '../src/texts/samples/index.ts';
import { examples } from './examples.ts';

const source = fileURLToPath(new URL('../src/', import.meta.url));
const readSource = (file: string): string => readFileSync(`${source}${file}`, 'utf8');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(`${source}${folder}`, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  );

/** `request.too_large` -> `4-request/too-large.ts`. */
const ruleFile = (id: string): string => {
  const [check = ''] = id.split('.');
  return `${(CHECKS as readonly string[]).indexOf(check) + 1}-${check}/${patternFile(id)}`;
};
/** `limits.retry_storm` -> `retry-storm.ts`. */
const patternFile = (id: string): string => `${id.slice(id.indexOf('.') + 1).replaceAll('_', '-')}.ts`;

const sampleOf = ({ fixedBy }: Page): string | undefined =>
  'sample' in fixedBy ? fixedBy.sample : undefined;

/** Where two trees of JSON differ: `a.b.0.c`. */
const differences = (a: unknown, b: unknown, at: readonly string[] = []): string[] => {
  if (!isTree(a) || !isTree(b)) return Object.is(a, b) ? [] : [at.join('.')];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => differences(a[name], b[name], [...at, name]));
};
const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

describe('places', () => {
  it('every id is where its name says, once', () => {
    const ids = [...rules, ...patterns].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+\.[a-z]+(_[a-z]+)*$/);
    for (const { id } of rules) expect(filesIn('rules'), id).toContain(ruleFile(id));
    for (const { id } of patterns) expect(filesIn('patterns'), id).toContain(patternFile(id));
  });

  it('every file of a step is a rule with a page, and every other of the patterns a pattern, or known by name', () => {
    const inSteps = filesIn('rules').filter(
      (path) => path.includes('/') && !/\/(index|pages|per-minute)\.ts$/.test(path),
    );
    expect(inSteps.toSorted()).toEqual(rules.map(({ id }) => ruleFile(id)).toSorted());
    const named = ['index.ts', 'pattern.ts'];
    expect(filesIn('patterns').toSorted()).toEqual(
      [...named, ...patterns.map(({ id }) => patternFile(id))].toSorted(),
    );
  });

  it('the catalogue is in the order of the steps', () => {
    // An unknown step comes last.
    const checks = [...CHECKS, UNKNOWN_CHECK];
    const steps = rules.map(({ id }) => checks.findIndex((check) => id.startsWith(`${check}.`)));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect([...new Set(steps)]).toEqual(checks.map((_, index) => index));
  });

  it('every check has its "not recognised", and nothing else has specificity 0', () => {
    expect(rules.filter(({ specificity }) => specificity === 0).map(({ id }) => id)).toEqual(
      [...CHECKS, UNKNOWN_CHECK].map((check) => `${check}.unrecognized`),
    );
  });

  it('a rule depends only on rules that are there', () => {
    const ids = new Set(rules.map(({ id }) => id));
    for (const { id, dependsOn = [] } of rules) {
      for (const cause of dependsOn) expect(ids.has(cause), `${id} on ${cause}`).toBe(true);
    }
  });
});

describe('drills', () => {
  it.each(rules.map(({ id }) => ({ id })))('$id has a drill or a reason for having none', ({ id }) => {
    expect([id in drills, id in undrilled].filter(Boolean)).toHaveLength(1);
  });

  it('each is in the table of its step', () => {
    for (const [index, check] of CHECKS.entries()) {
      const table = readSource(`drills/${index + 1}-${check}.ts`);
      const ids = [...table.matchAll(/^ {2}'(.+)': \{$/gm)].map(([, id]) => id);
      expect(ids, check).toEqual(Object.keys(drills).filter((id) => id.startsWith(`${check}.`)));
    }
  });

  it('no drill is in the main entry', () => {
    const others = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /^(?!drills\b).*\.ts$/.test(path),
    );
    expect(others).toContain('index.ts');
    for (const file of others) expect(readSource(file), file).not.toMatch(/from '.*drills/);
  });

  it('none is of a rule that is not there', () => {
    const ids = new Set<string>(rules.map(({ id }) => id));
    expect([...Object.keys(drills), ...Object.keys(undrilled)].filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(Object.entries(drills))('%s has a near miss that differs in one fact', (id, drill) => {
    const { title, nearMiss, ...own } = drill;
    const { title: otherTitle, ...near } = nearMissOf(drill);
    expect(otherTitle).toBe(nearMiss.title);
    expect(differences({ call: {}, ...own }, { call: {}, ...near })).toEqual([nearMiss.at]);
    expect(nearMiss.diagnosis).not.toBe(id);
  });

  it('titles tell drills apart', () => {
    const titles = [...Object.values(drills), ...healthy].map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { title } of Object.values(drills).map(nearMissOf)) {
      expect(title).toMatch(/^[A-Z].*[^.\s]$|^max_tokens/);
    }
  });

  it('none waits: a retried fault asks for a short pause', () => {
    const all = Object.entries(drills).flatMap(([id, drill]) =>
      [drill, nearMissOf(drill)].map((one) => ({ ...one, id })),
    );
    for (const { id, faults = [], call = {} } of all) {
      for (const { response, delayMs = 0 } of faults) {
        expect(delayMs, id).toBeLessThanOrEqual(500);
        const retried = (response?.status ?? 200) >= 429 && call.maxRetries !== 0;
        if (retried) expect(response?.headers?.['retry-after-ms'], id).toBe('20');
      }
    }
  });
});

describe('texts', () => {
  const findings: readonly Finding[] = Object.values(examples)
    .flatMap(({ is, isNot }) => [...is, ...isNot.map(([attributes]) => attributes)])
    .flatMap((attributes) => {
      const diagnosis = diagnose(attributes, { durationSeconds: 61 });
      return diagnosis === undefined ? [] : [diagnosis, ...diagnosis.also];
    })
    .concat(
      patterns.flatMap((pattern) => [
        patternFinding(pattern, { count: 12, of: 8, seconds: 60, what: 'request.missing_field' }),
        patternFinding(pattern, { count: 1, of: 1, seconds: 60, what: '' }),
      ]),
    );
  const IMPERATIVES =
    /^(Add|Cap|Change|Check|Compare|Continue|Correct|Create|Delete|Discard|Enable|Handle|Leave|Let|Look|Lower|Open|Raise|Read|Refresh|Remove|Replace|Request|Retry|Run|Send|Set|Slow|Start|Stop|Stream|Switch|Trim|Try|Upgrade|Upload|Wait|Watch|Write)\b/;

  it.each(findings.map((finding) => ({ finding, id: finding.id })))('$id', ({ finding }) => {
    const { summary, cause, fix } = finding;
    expect(summary.length).toBeLessThanOrEqual(120);
    expect(summary).toMatch(/^[A-Z`\d].*[^.!?…\s]$/);
    expect(summary).not.toMatch(/[.!?] [A-Z]/);
    expect(cause).toMatch(/^[A-Z`].*\.$/);
    expect(fix).toMatch(IMPERATIVES);
    expect(fix).toMatch(/\.$/);
    for (const text of [summary, cause, fix]) {
      expect(text).not.toMatch(/undefined|null|NaN|\[object|\s\s|\n/);
      expect(text).not.toMatch(
        /\b(please|sorry|oops|unfortunately|your fault|you (?:forgot|failed|should have)|obviously|simply|just)\b/i,
      );
      expect(text.length).toBeLessThanOrEqual(320);
    }
  });

  it('stay within bounds on the longest attributes', () => {
    const long = 'm'.repeat(10_000);
    for (const { is } of Object.values(examples)) {
      for (const attributes of is) {
        const diagnosis = diagnose({
          ...attributes,
          'gen_ai.request.model': long,
          'server.address': long,
          'url.full': long,
          'anthropic.request.id': attributes['anthropic.request.id'] && long,
          'http.response.header.server': [long],
        });
        expect(diagnosis?.summary.length).toBeLessThanOrEqual(160);
        expect(diagnosis?.fix.length).toBeLessThanOrEqual(420);
      }
    }
  });

  it('every fix names what to change: a setting, a parameter, a place', () => {
    const NAMED =
      /`[^`]+`|\b[A-Z][A-Z0-9]+_[A-Z0-9_]+\b|Claude Console|status\.claude\.com|support|gateway|proxy|proxies|certificate|network|port\b|clock|token\b|trace|key\b|pause|retry|Retry|jitter|history|prompt|call|image|file|path|page|question|limit/;
    // An unrecognised situation has nothing to name.
    const recognised = findings.filter(({ specificity }) => specificity > 0);
    for (const { id, fix } of recognised) expect(fix, id).toMatch(NAMED);
  });

  it.each([...rules, ...patterns].map((page) => ({ ...page, sample: sampleOf(page) })))(
    '$id says how to confirm it, and where it is described; a sample has a name that exists',
    ({ confirm, sample, sources }) => {
      expect(confirm).toMatch(
        /^(Add|Ask|Call|Compare|Connect|Count|Decode|Group|Invoke|List|Log|Look|Lower|Measure|Open|Parse|Print|Read|Record|Resolve|Run|Search|Send|Sign) ?\b/,
      );
      expect(confirm).toMatch(/[^.][.?]$/);
      expect(confirm.length).toBeLessThanOrEqual(200);
      if (sample !== undefined) expect(Object.keys(SAMPLES)).toContain(sample);
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources)
        expect(source).toMatch(/^(G[0-4]|https:\/\/\S+|@anthropic-ai\/sdk \S+ \S+.*)$/);
    },
  );

  it('every sample is shown on some page', () => {
    const used = new Set([...rules, ...patterns].map(sampleOf));
    expect(Object.keys(SAMPLES).filter((name) => !used.has(name as keyof typeof SAMPLES))).toEqual([]);
  });
});
