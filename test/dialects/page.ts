// The page for users: of each dialect what its spans tell, what they hide, and how they reach us. Written from the captures.
import { type Facts, readFacts } from '@sevenstep/checklist';
import { DIALECTS } from '../../packages/checklist/src/dialects/index.ts';
import type { Capture } from './record.ts';
import { type DialectResult, percent, shareOf } from './results.ts';
import type { Sender } from './sender.ts';

export const PAGE: URL = new URL('../../packages/checklist/docs/other-spans.md', import.meta.url);

/** What is looked for on the spans of calls that failed, in the words of the page. */
const FACTS: readonly (readonly [what: string, isKnown: (facts: Facts) => boolean])[] = [
  ['the status', ({ status }) => status !== undefined],
  ["the API's error type", ({ errorType, fromApi }) => errorType !== undefined && fromApi],
  ['the sentence of the error', ({ sentence }) => sentence !== ''],
  ['the request id', ({ requestId }) => requestId !== undefined],
  ["the socket's code", ({ causeCode }) => causeCode !== undefined],
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
    '# What we can say of spans that are not ours',
    '<!-- `UPDATE_DOCS=1 vitest run test/integration/dialects.test.ts` writes this page from `test/dialects`. -->',
    'The [doctor](../../doctor/README.md) and the [span processor](../../diagnosis-span-processor/README.md) read spans and logs of other instrumentations, in any language. Each drill of the checklist was run with the real software below, and what it exported was diagnosed:',
    ...[
      '`npx @sevenstep/doctor watch` receives spans and logs: set `OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318`.',
      '`npx @sevenstep/doctor diagnose traces.json` reads stored ones.',
      'In a Node.js process, add `new DiagnosisSpanProcessor()` in front of the exporter.',
    ].map((line) => `- ${line}`),
    '**Right step** counts the situations that the spans can tell. Hidden are those that look like a healthy call or leave no span. Where a span has neither status nor type nor code, a sentence that no rule knows leads to `unknown.unrecognized`. A finding that names another situation is **wrong**.',
    tableOf(senders, results),
    ...sections,
    ...(two.length === 0
      ? []
      : [
          '## Two at once',
          "Where two instrumentations see a call, it counts once. The span that tells most decides, and facts that only the other has are added: the status of the SDK's own span, the sentence of Traceloop's.",
          tableOf(two, results),
        ]),
    'How the captures are made: [test/dialects](../../../test/dialects/README.md).',
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
  return [
    `- **Tells** of ${facts.length} calls that failed: ${told.join(', ') || 'that they failed'}.`,
    ...(never.length > 0 ? [`- **Never has**: ${never.join(', ')}.`] : []),
    ...(nothing.length > 0 ? [`- **No span** in: ${namesOf(nothing)}.`] : []),
    ...(hidden.length > nothing.length
      ? [`- **Looks healthy** in: ${namesOf(hidden.filter((id) => !nothing.includes(id)))}.`]
      : []),
    ...(alike.size > 0 ? [`- **Not told apart**: ${[...alike].join('; ')}.`] : []),
    ...Object.entries(cannot).map(([id, why]) => `- Not tried: \`${id}\`, as ${why}.`),
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
