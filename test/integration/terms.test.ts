// Every term that the drills show leads to their page. `UPDATE_DOCS=1` writes the table of shown terms.
import { readFileSync, writeFileSync } from 'node:fs';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { diagnose, patterns, rules } from '@sevenstep/checklist';
import { drills, patternDrills } from '@sevenstep/checklist/drills';
import { lookUp } from '@sevenstep/checklist/text';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { expect, test } from 'vitest';
import { CODES } from '../../packages/checklist/src/conditions/api-codes.ts';
import { CLOUD_CODES } from '../../packages/checklist/src/facts/cloud-codes.ts';
import { classOf } from '../../packages/checklist/src/facts/error-class.ts';
import type { ShownTerms, TermKind } from '../../packages/checklist/src/terms/term.ts';
import { TERM_KINDS } from '../../packages/checklist/src/terms/term.ts';
import { examples } from '../../packages/checklist/test/examples.ts';
import { startRunner } from './catalogue-runs.ts';
import { runPatternDrill } from './pattern-runs.ts';

const file = new URL('../../packages/checklist/src/terms/shown.ts', import.meta.url);

type Shown = readonly (readonly [kind: TermKind, term: string])[];

/** The terms that a call's span and the application's error show. */
function termsOf(attributes: SpanAttributes, errorClass = ''): Shown {
  const texts = (name: keyof SpanAttributes): string[] =>
    [attributes[name] ?? []].flat().map((value) => String(value));
  // In a failed call, earlier attempts may have failed for other reasons, so they are left out.
  const retried = attributes['error.type'] === undefined ? texts('anthropic.retry.reasons') : [];
  const retriedCodes = retried.map((reason) => reason.split(' ', 1)[0] ?? '');
  const classes = [...texts('error.type'), errorClass].map((name) => classOf(name) ?? '');
  const all: Record<TermKind, string[]> = {
    status: [...texts('http.response.status_code'), ...retriedCodes].filter((code) =>
      /^[345]\d\d$/.test(code),
    ),
    error_type: texts('error.type').filter((name) => /^[a-z_]+$/.test(name)),
    error_code: texts('anthropic.error.code'),
    class: classes.filter((name) => /^[A-Z]|^[a-z]+[A-Z]/.test(name) && name !== 'Error'),
    connection_code: [...texts('anthropic.error.cause_code'), ...retriedCodes].filter((code) =>
      /^[A-Z]/.test(code),
    ),
    stop_reason: texts('anthropic.message.stop_reason'),
  };
  return TERM_KINDS.flatMap((kind) => all[kind].map((term) => [kind, term] as const));
}

/** Whether the diagnosis's evidence has the term. The page is not about other terms of an example, or usual ends of answers. */
const inEvidence = (attributes: SpanAttributes, [, term]: Shown[number]): boolean =>
  (diagnose(attributes)?.evidence ?? []).some((evidence) => evidence.includes(term));

function rowOf(id: string, when: string, shown: Shown): ShownTerms {
  const of = (kind: TermKind) =>
    [...new Set(shown.filter(([one]) => one === kind).map(([, term]) => term))].sort();
  return {
    id,
    when,
    ...Object.fromEntries(TERM_KINDS.flatMap((kind) => (of(kind).length === 0 ? [] : [[kind, of(kind)]]))),
  };
}

const inDrills = new Map<string, Shown>();
const rows: ShownTerms[] = [];

const sdk = new URL(
  '../../packages/instrumentation-anthropic/node_modules/@anthropic-ai/sdk/src/core/error-classes.ts',
  import.meta.url,
);
const classOfCode = new Map(
  [...readFileSync(sdk, 'utf8').matchAll(/\['(\d{3} \w+)', (\w+)\]/g)].map(
    ([, code, name]) => [code ?? '', name ?? ''] as const,
  ),
);

/** The terms in the tables of error codes: the API's codes with the SDK's classes, and the clouds' codes. */
const ofCodes: readonly (readonly [id: string, shown: Shown])[] = [
  ...CODES,
  ...[...CLOUD_CODES.values()].flatMap((codes) => [...codes]),
].map(([statusAndCode, id]) => {
  const [status = '', code = ''] = statusAndCode.split(' ');
  const name = classOfCode.get(statusAndCode);
  return [
    id,
    [['status', status], ['error_code', code], ...(name === undefined ? [] : [['class', name] as const])],
  ];
});

/** Titles for ids without a drill. */
const SITUATIONS: Readonly<Record<string, string>> = {
  'connection.connect_timeout': 'The connection is not made in time',
  'connection.dispatcher': 'The dispatcher is of another undici version than fetch',
  'connection.headers_timeout': 'The HTTP client stops waiting for response headers',
  'connection.proxy': 'A proxy refuses the connection',
  'connection.unrecognized': 'A connection fails in a new way',
  'response.body_timeout': 'No byte of the answer comes for five minutes',
  'response.tool_input_invalid': "The model's input for a tool is not valid JSON",
  'response.unrecognized': 'The answer fails in a new way while it is read',
  'unknown.unrecognized': 'Nothing says at which step the call failed',
  'unknown.recovered': 'An attempt succeeds, and nothing says why earlier ones failed',
};

/** Terms that the examples make up as unknown ones. */
const INVENTED: ReadonlySet<string> = new Set(['ESOMETHINGNEW', 'new_error', '599']);

test('the table of what drills and examples show is up to date', async () => {
  const runner = await startRunner();
  for (const { id } of rules) {
    const drill = drills[id];
    if (drill !== undefined) {
      const { attributes, result } = await runner.run(drill);
      const shown = termsOf(attributes, result.error?.class);
      inDrills.set(
        id,
        shown.filter((one) => one[1] !== 'end_turn' || inEvidence(attributes, one)),
      );
    }
    const spans = examples[id]?.is ?? [];
    const inExamples = spans.flatMap((span) =>
      termsOf(span).filter((one) => !INVENTED.has(one[1]) && inEvidence(span, one)),
    );
    const coded = ofCodes.filter(([one]) => one === id).flatMap(([, shown]) => shown);
    const when = drill?.title ?? SITUATIONS[id];
    if (when === undefined) throw new Error(`SITUATIONS lacks ${id}`);
    rows.push(rowOf(id, when, [...(inDrills.get(id) ?? []), ...inExamples, ...coded]));
  }
  await runner.stop();
  const simulator = await startSimulator();
  for (const { id } of patterns) {
    const drill = patternDrills[id];
    if (drill === undefined) throw new Error(`no drill of ${id}`);
    const { calls } = await runPatternDrill(simulator, 'owned', drill);
    const shown = calls.flatMap(({ attributes }) => termsOf(attributes as SpanAttributes));
    inDrills.set(
      id,
      shown.filter(([, term]) => term !== 'end_turn'),
    );
    rows.push(rowOf(id, drill.title, inDrills.get(id) ?? []));
  }
  await simulator.close();
  const text = readFileSync(file, 'utf8');
  const head = text.slice(0, text.indexOf('[\n') + 2);
  const wanted = `${head}${rows.map((row) => `  ${JSON.stringify(row)},\n`).join('')}];\n`;
  if (process.env.UPDATE_DOCS) writeFileSync(file, wanted);
  expect(readFileSync(file, 'utf8'), 'UPDATE_DOCS=1 npm test writes it').toBe(wanted);
}, 240_000);

test('every term that a drill shows leads to its page', () => {
  for (const [id, shown] of inDrills) {
    for (const [kind, term] of shown) {
      const found = lookUp(term).find((one) => one.kind === kind);
      expect(found, `${kind} ${term}`).toMatchObject({ term, exact: true });
      expect(
        found?.pages.map((page) => page.id),
        `${kind} ${term}`,
      ).toContain(id);
    }
  }
});
