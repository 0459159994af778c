// The page for users: of each dialect what its spans tell, what they hide, and how they reach us. Written from the captures.
import { type Facts, readFacts } from '@sevenstep/checklist';
import { DIALECTS } from '../../packages/checklist/src/dialects/index.ts';
import type { Capture } from './record.ts';
import { type DialectResult, percent, shareOf } from './results.ts';
import type { Sender } from './sender.ts';

export const PAGE: URL = new URL('../../packages/checklist/docs/other-spans.md', import.meta.url);

/** The facts to look for on spans of failed calls, in the words of the page. */
const FACTS: readonly (readonly [what: string, isKnown: (facts: Facts) => boolean])[] = [
  ['status', ({ status }) => status !== undefined],
  ['error type of the API', ({ errorType, fromApi }) => errorType !== undefined && fromApi],
  ['sentence of the error', ({ sentence }) => sentence !== ''],
  ['request id', ({ requestId }) => requestId !== undefined],
  ['connection code', ({ causeCode }) => causeCode !== undefined],
];

/**
 * The page.
 *
 * @param captures of each sender, by its id
 */
export function pageOf(
  senders: readonly Sender[],
  results: readonly DialectResult[],
  captures: ReadonlyMap<string, readonly Capture[]>,
): string {
  const sections = DIALECTS.flatMap(({ id, title }) => {
    const own = senders.filter(({ dialect, id: sender }) => dialect === id && !isOfTwo(sender));
    return own.length === 0 ? [] : [sectionOf(title, own, results, captures)];
  });
  const two = senders.filter(({ id }) => isOfTwo(id));
  return [
    '# Spans of other instrumentations',
    '<!-- `UPDATE_DOCS=1 vitest run test/integration/dialects.test.ts` writes this page from `test/dialects`. -->',
    'The [doctor](../../doctor/README.md) and the [span processor](../../diagnosis-span-processor/README.md) also read spans of other instrumentations, in any language. The doctor reads logs, too.',
    ...[
      '**Live**: start `npx @sevenstep/doctor watch`, and set `OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318` for the application.',
      '**Stored**: `npx @sevenstep/doctor diagnose traces.json`.',
      '**In a Node.js process**: add `new DiagnosisSpanProcessor()` before the exporter.',
    ].map((line) => `- ${line}`),
    'Spans of an HTTP client alone, such as those of `otelhttp`, OkHttp or `httpx`, get no diagnosis. Each is one attempt, and nothing shows which attempts are one call. Inside the span of a call they add facts, such as the status. Some frameworks, such as CrewAI with OpenInference, only make spans of agents and chains. Add an instrumentation of the client there.',
    'To measure how much the spans say, we ran each drill of the checklist with the real software below, and diagnosed what the software exported.',
    ...[
      '**Right step**: the share of situations that lead to the right step, of those that the spans show.',
      '**Exact**: the share of situations that lead to exactly their own diagnosis.',
      '**Wrong**: how often the diagnosis names another situation.',
      '**Hidden**: the share of situations that look like a healthy call, or leave no span.',
    ].map((line) => `- ${line}`),
    tableOf(senders, results),
    'The sections below say for each sender how to send its spans to us, which facts they have, and which situations they hide.',
    ...sections,
    ...(two.length === 0
      ? []
      : [
          '## Two at once',
          "When two instrumentations see a call, it counts once. The span with the most facts decides. Facts that only the other span has are added, such as the status from the SDK's own span and the sentence from Traceloop's.",
          tableOf(two, results),
        ]),
    '[test/dialects](../../../test/dialects/README.md) describes how this was recorded.',
  ]
    .join('\n\n')
    .replaceAll(/\n\n(?=- )(?<=- [^\n]*\n\n)/g, '\n')
    .concat('\n');
}

const isOfTwo = (id: string): boolean => id.startsWith('two-');

function tableOf(senders: readonly Sender[], results: readonly DialectResult[]): string {
  const rows = senders.map(({ id, title }) => {
    const own = results.filter(({ sender }) => sender === id);
    const share = (verdict: DialectResult['verdict']) =>
      percent(own.filter((result) => result.verdict === verdict).length, own.length);
    return `| ${[title, shareOf(own), share('exact'), own.filter(({ verdict }) => verdict === 'wrong').length, share('silent')].join(' | ')} |`;
  });
  return [
    '| Sent by | Right step | Exact | Wrong | Hidden |',
    '| --- | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}

function sectionOf(
  title: string,
  senders: readonly Sender[],
  results: readonly DialectResult[],
  captures: ReadonlyMap<string, readonly Capture[]>,
): string {
  return [
    `## ${title}`,
    ...senders.flatMap((sender) => {
      const own = results.filter(({ sender: id, reader }) => id === sender.id && reader === 'doctor');
      return [
        ...(senders.length > 1 ? [`### ${sender.title}`] : [sender.title]),
        sender.pointAtUs,
        linesOf(own, captures.get(sender.id) ?? [], sender),
      ];
    }),
  ].join('\n\n');
}

function linesOf(
  results: readonly DialectResult[],
  captures: readonly Capture[],
  { cannot = {} }: Sender,
): string {
  const failed = results.flatMap(({ diagnosed, truth }) =>
    truth.id === undefined
      ? []
      : diagnosed.spans.filter(({ attributes }) => attributes['error.type'] !== undefined),
  );
  const facts = failed.map(({ attributes, statusMessage }) => readFacts(attributes, { statusMessage }));
  const told = FACTS.flatMap(([what, isKnown]) => {
    const count = facts.filter(isKnown).length;
    return count === 0 ? [] : [`${what} (${percent(count, facts.length)})`];
  });
  const never = FACTS.filter(([, isKnown]) => !facts.some(isKnown)).map(([what]) => what);
  const hidden = results.filter(({ verdict }) => verdict === 'silent').map(({ situation }) => situation);
  const nothing = captures
    .filter((one) => !one.resourceSpans && !one.resourceLogs)
    .map(({ situation }) => situation);
  const alike = new Set(
    results.flatMap(({ truth, verdict }) =>
      truth.alike.length > 1 && verdict !== 'silent' ? [groupOf(truth.alike)] : [],
    ),
  );
  const reasons = new Map<string, readonly string[]>();
  for (const [id, why] of Object.entries(cannot)) reasons.set(why, [...(reasons.get(why) ?? []), id]);
  return [
    ...(facts.length > 0
      ? [`- **Has**, of ${facts.length} failures: ${told.join(', ') || 'only that they failed'}.`]
      : []),
    ...(facts.length > 0 && never.length > 0 ? [`- **Lacks**: ${never.join(', ')}.`] : []),
    ...(nothing.length > 0 ? [`- **No span**: ${namesOf(nothing)}.`] : []),
    ...(hidden.length > nothing.length
      ? [`- **Looks healthy**: ${namesOf(hidden.filter((id) => !nothing.includes(id)))}.`]
      : []),
    ...(alike.size > 0 ? [`- **Look the same**: ${[...alike].join('; ')}.`] : []),
    ...(reasons.size > 0
      ? [`- **Not tried**: ${[...reasons].map(([why, ids]) => `${namesOf(ids)} (${why})`).join('; ')}.`]
      : []),
  ].join('\n');
}

const namesOf = (ids: readonly string[]): string =>
  [...new Set(ids)]
    .toSorted()
    .map((id) => `\`${id}\``)
    .join(', ');

/** Of more than this many that are alike only the checks are named. */
const MOST_NAMED = 6;

function groupOf(ids: readonly string[]): string {
  const count = new Set(ids).size;
  return count <= MOST_NAMED
    ? namesOf(ids)
    : `${count} of ${namesOf(ids.map((id) => `${id.split('.', 1)[0]}.*`))}`;
}
