// Prints the results: a line for each probe, with finding, hint and page, then the summary.
import { findRule } from '@sevenstep/checklist';
import { CHECKS, type Severity } from '@sevenstep/semantic-conventions';
import { explainLine } from '../help.ts';
import { printFinding } from '../print-finding.ts';
import { SEVERITY_STYLES, type Terminal } from '../terminal.ts';
import type { ProbeResult, ProbeStatus } from './probe.ts';
import type { CheckSummary } from './summary.ts';

const MARKS: Readonly<Record<ProbeStatus, readonly [mark: string, severity: Severity | undefined]>> = {
  pass: ['ok', undefined],
  warn: ['warn', 'warning'],
  fail: ['FAIL', 'error'],
  skip: ['skip', undefined],
};

/** Prints results as they arrive: a line for each, and one line for all that a failure made pointless. */
export function printer(out: Terminal): (result: ProbeResult) => void {
  let heading = '';
  const blocked = new Map<string, string[]>();
  return (result) => {
    const { id, step, status, says, findings, notes, hint, blockedBy } = result;
    if (blockedBy !== undefined) {
      blocked.set(blockedBy, [...(blocked.get(blockedBy) ?? []), id]);
      return;
    }
    // The probe of the telemetry depends on nothing and is the last one.
    if (step === undefined) {
      for (const [blocker, ids] of blocked)
        out.beside(`  ${'skip'.padEnd(5)}`, 7, `${ids.join(', ')}: needs ${blocker}`);
    }
    const own = step === undefined ? 'telemetry' : `${step} ${CHECKS[step - 1]}`;
    if (own !== heading) out.line(out.style('bold', own));
    heading = own;
    const [mark, severity] = MARKS[status];
    const padded = mark.padEnd(5);
    const coloured = severity === undefined ? padded : out.style(SEVERITY_STYLES[severity], padded);
    out.beside(`  ${coloured}${id.padEnd(12)} `, 20, says);
    for (const finding of findings) {
      // The summary explains a failure. A warning needs only a line.
      if (finding.severity !== 'warning') out.labelled('', `${finding.id}: ${finding.summary}`, INDENT);
      else printHint(out, `${finding.id}: ${finding.summary}`, finding.fix, finding.id);
    }
    for (const note of notes) printHint(out, note.says, fixOf(note.id), note.id);
    if (hint !== undefined) printHint(out, hint, undefined, undefined);
  };
}

/** Aligns the text after a label with the probe's own line. */
const INDENT = 10;

function printHint(out: Terminal, says: string, fix: string | undefined, id: string | undefined): void {
  out.labelled('', says, INDENT);
  out.labelled('fix', fix, INDENT);
  out.labelled('page', id && explainLine(id), INDENT);
}

/** The rule's fix, if it does not depend on a call. */
export function fixOf(id: string): string | undefined {
  const fix = findRule(id)?.fix;
  return typeof fix === 'string' ? fix : undefined;
}

const TITLES = {
  pass: ['All probes passed', undefined],
  warn: ['Passed with warnings', 'warning'],
  fail: ['Failed', 'error'],
} as const;

const NOT_ALL_TRIED = ['Passed, without a message', undefined] as const;

export function printSummary(out: Terminal, { status, complete, finding, stillWorks }: CheckSummary): void {
  const [title, severity] = status === 'pass' && !complete ? NOT_ALL_TRIED : TITLES[status];
  const text =
    finding === undefined ? title : `${title} at step ${finding.step}, ${finding.check}: ${finding.id}`;
  out.line();
  out.line(severity === undefined ? out.style('bold', text) : out.style(SEVERITY_STYLES[severity], text));
  if (finding !== undefined) printFinding(out, finding);
  out.labelled('works', stillWorks);
}
