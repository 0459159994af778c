// Reports the errors in a text, for people and for programs.
import { plural } from '@sevenstep/checklist';
import type { TextDiagnosis } from '@sevenstep/checklist/text';
import type { Severity } from '@sevenstep/semantic-conventions';
import { EXIT } from '../exit.ts';
import { explainLine } from '../help.ts';
import type { Terminal } from '../terminal.ts';
import type { TextGroup } from '../texts/text-totals.ts';
import { writeHeading } from './heading.ts';

/** The report on text that was read together with spans. */
export interface TextReport {
  /** Lines with content, and log records. */
  readonly lines: number;
  readonly groups: readonly TextGroup[];
}

/** The result in one line. */
export function textHeadline({ lines, groups }: TextReport): string {
  const parts = NAMES.map(([severity, name]) => [countOf(groups, severity), name] as const)
    .filter(([number]) => number > 0)
    .map(([number, name]) => plural(number, name));
  return `${parts.length === 0 ? 'No failed call of Claude' : parts.join(' and ')} in ${plural(lines, 'line')}`;
}

const NAMES = [
  ['error', 'failed call'],
  ['warning', 'warning'],
  ['info', 'note'],
] as const;

/** The exit code for the errors in a text, for `diagnose` and `explain`. */
export function exitCodeOf(groups: readonly TextGroup[]): number {
  if (countOf(groups, 'error') > 0) return EXIT.fail;
  return countOf(groups, 'warning') > 0 ? EXIT.warnings : EXIT.ok;
}

/** Errors with a severity. If there are candidates, the first counts. */
const countOf = (groups: readonly TextGroup[], severity: Severity): number =>
  groups.reduce((sum, { candidates, errors }) => sum + (candidates[0].severity === severity ? errors : 0), 0);

export function writeTextReport(report: TextReport, name: string, out: Terminal): void {
  out.line(`${out.style('bold', textHeadline(report))}  (${name})`);
  report.groups.forEach((group, index) => {
    out.line();
    writeGroup(group, index + 1, out);
  });
  if (report.groups.length > 0) return;
  out.line(
    'If a call did fail, give the doctor everything that it printed: the stack, the response body and headers.',
  );
}

function writeGroup(group: TextGroup, number: number, out: Terminal): void {
  const [first, ...others] = group.candidates;
  const label = (text: string) => out.style('bold', text);
  if (others.length === 0) {
    writeHeading(`${number}  ${first.id}`, first, `: ${groupText(group)}`, out);
    writeWhat(first, out, 2);
  } else {
    const ids = group.candidates.map(({ id }) => id).join(' or ');
    out.beside(
      `${label(`${number}  ${ids}`)}: `,
      number.toString().length + 4 + ids.length,
      groupText(group),
    );
    for (const candidate of group.candidates) {
      writeHeading(`  ${candidate.id}`, candidate, '', out);
      writeWhat(candidate, out, 4);
    }
  }
  for (const [name, text] of groupLines(group)) out.labelled(name, text);
  // Not wrapped, so that it can be copied.
  for (const [what, how] of missingFacts(group)) {
    out.labelled('missing', what);
    out.line(`  get it    ${how}`);
  }
}

function writeWhat({ id, summary, cause, fix }: TextDiagnosis, out: Terminal, indent: number): void {
  out.labelled('what', summary, indent);
  out.labelled('why', cause, indent);
  out.labelled('fix', fix, indent);
  out.labelled('page', explainLine(id), indent);
}

/** The number of errors, and their confidence. */
export function groupText({ errors, certain, candidates }: TextGroup): string {
  const sure =
    certain === errors ? 'certain' : certain > 0 ? `${certain} of them certain, the rest likely` : 'likely';
  const told = candidates.length > 1 ? `one of ${candidates.length}, the text does not say which` : sure;
  return `${plural(errors, 'call')}, ${told}`;
}

/** How many examples to show. */
const SHOWN = 3;

/** The lines below a group's diagnosis, as label and text. */
export function groupLines(group: TextGroup): readonly (readonly [label: string, text: string])[] {
  const { candidates, first, last, requestIds, requests, places, errors, services } = group;
  const evidence = new Set(candidates.flatMap((candidate) => candidate.evidence));
  const lines: readonly (readonly [string, string])[] = [
    ['evidence', [...evidence].map((text) => `“${text.replaceAll('\\"', '"')}”`).join('; ')],
    ['request', some(requestIds, requests)],
    ['when', first === last || last === undefined ? (first ?? '') : `${first} to ${last}`],
    // A pasted error has no place except its first line.
    ['where', places[0] === 'line 1' && errors === 1 ? '' : some(places, errors)],
    ['service', services.join(', ')],
  ];
  return lines.filter(([, text]) => text !== '');
}

/** The facts that would raise a group's confidence, by the command that gets them. One command may get several. */
export function missingFacts({ candidates }: TextGroup): readonly (readonly [what: string, how: string])[] {
  const byHow = new Map<string, Set<string>>();
  for (const { what, how } of candidates.flatMap(({ missing }) => missing))
    byHow.set(how, (byHow.get(how) ?? new Set()).add(what));
  return [...byHow].map(([how, what]) => [[...what].join('; '), how]);
}

function some(texts: readonly string[], of: number): string {
  const shown = texts.slice(0, SHOWN);
  if (shown.length === 0) return '';
  return `${shown.join(', ')}${of > shown.length ? ` and ${of - shown.length} more` : ''}`;
}

export const textReportJson = ({ lines, groups }: TextReport): Readonly<Record<string, unknown>> => ({
  lines,
  errors: groups.reduce((sum, { errors }) => sum + errors, 0),
  groups: groups.map(({ candidates, ...group }) => ({ candidates: candidates.map(candidateJson), ...group })),
});

const candidateJson = ({
  specificity: _,
  start,
  end,
  requestId,
  time,
  also,
  ...diagnosis
}: TextDiagnosis): Readonly<Record<string, unknown>> => ({ ...diagnosis, also: also.map(({ id }) => id) });
