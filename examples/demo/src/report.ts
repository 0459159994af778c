// Prints the demo: each situation with its waterfall and diagnosis, and the table at the end.
import { styleText } from 'node:util';
import { waterfall, wrap } from '@sevenstep/doctor';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Outcome } from './run-situation.ts';

const SEVERITY_COLORS = { error: 'red', warning: 'yellow', info: 'cyan' } as const;
const WIDTH = 110;

/** Colours only on a terminal, and only if `NO_COLOR` is not set. */
const style = (format: Parameters<typeof styleText>[0], text: string): string =>
  styleText(format, text, { stream: process.stdout });

export function situationReport(outcome: Outcome, number: number, pageUrl: string | undefined): string {
  const { attributes } = outcome.call;
  const trace = pageUrl ? `${pageUrl}/trace/${outcome.traceId}` : outcome.traceId;
  return [
    '',
    style('bold', `${String(number).padStart(2)}  ${outcome.situation.drill.title}`),
    ...waterfall(outcome).map((line) => `    ${line}`),
    ...diagnosis(attributes).map((line) => `    ${line}`),
    `    ${labelled('trace', trace)}`,
    ...(outcome.asExpected
      ? []
      : [style('red', `    EXPECTED ${outcome.situation.expected ?? 'no diagnosis'}`)]),
  ].join('\n');
}

function diagnosis(attributes: SpanAttributes): string[] {
  const id = attributes['anthropic.diagnosis.id'];
  if (id === undefined) return [style('green', 'healthy: no diagnosis')];
  const severity = attributes['anthropic.diagnosis.severity'] ?? 'error';
  const step = `step ${attributes['anthropic.diagnosis.step']} ${attributes['anthropic.diagnosis.check']}`;
  return [
    style(SEVERITY_COLORS[severity], `${severity}  ${step}  ${id}`),
    ...wrapped('what', attributes['anthropic.diagnosis.summary']),
    ...wrapped('evidence', attributes['anthropic.diagnosis.evidence']?.join('; ')),
    ...wrapped('fix', attributes['anthropic.diagnosis.fix']),
    ...wrapped('also', attributes['anthropic.diagnosis.also']?.join(', ')),
  ];
}

const LABEL_WIDTH = 10;
const labelled = (label: string, text: string): string => label.padEnd(LABEL_WIDTH) + text;

function wrapped(label: string, text: string | undefined): string[] {
  if (!text) return [];
  return wrap(text, WIDTH - LABEL_WIDTH).map((line, index) => labelled(index === 0 ? label : '', line));
}

/** A column of the table: its title, and its value for a call span. */
const COLUMNS: ReadonlyArray<readonly [title: string, cell: (outcome: Outcome) => unknown]> = [
  ['situation', ({ situation }) => situation.drill.title],
  ['status', ({ call }) => call.attributes['http.response.status_code']],
  ['error.type', ({ call }) => call.attributes['error.type']],
  ['request id', ({ call }) => call.attributes['anthropic.request.id']],
  ['tokens in/out', ({ call }) => tokens(call.attributes)],
  ['tries', ({ call }) => (call.attributes['http.request.resend_count'] ?? 0) + 1],
  ['stream', ({ call }) => call.attributes['anthropic.stream.outcome']],
  [
    'diagnosis',
    ({ call, asExpected }) =>
      `${call.attributes['anthropic.diagnosis.id'] ?? '-'}${asExpected ? '' : ' (!)'}`,
  ],
];

function tokens(attributes: SpanAttributes): string | undefined {
  const input = attributes['gen_ai.usage.input_tokens'];
  const output = attributes['gen_ai.usage.output_tokens'];
  return input === undefined && output === undefined ? undefined : `${input ?? '?'}/${output ?? '?'}`;
}

export function summaryTable(outcomes: readonly Outcome[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...outcomes.map((outcome) => COLUMNS.map(([, cell]) => String(cell(outcome) ?? '-'))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
