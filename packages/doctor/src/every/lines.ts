// Formats repeated checks: a line for each change, a status line, and changes as JSON.
import { duration } from '@sevenstep/checklist';
import { CHECKS, type CheckState } from '@sevenstep/semantic-conventions';
import type { Style, Terminal } from '../terminal.ts';
import type { Change } from './changes.ts';
import { type CheckResult, WORST_FIRST } from './check-result.ts';

const MARKS: Readonly<Record<CheckState, readonly [mark: string, style?: Style]>> = {
  pass: ['ok'],
  warn: ['warn', 'yellow'],
  fail: ['FAIL', 'red'],
  skip: ['skip'],
};

const timeOf = (now: number): string => new Date(now).toISOString().slice(11, 19);

/** The time in UTC, then mark, step, name and result of the check. */
export function changeLine(change: Change, now: number, out: Terminal): string {
  const { check, state, reason } = change.now;
  const [mark, style] = MARKS[state];
  const padded = mark.padEnd(4);
  const name = `${CHECKS.indexOf(check) + 1} ${check}`.padEnd(12);
  const why =
    reason && `${reason.id === undefined ? '' : `${out.style('bold', reason.id)}: `}${reason.summary}`;
  return [timeOf(now), style === undefined ? padded : out.style(style, padded), name, why, lastedText(change)]
    .filter((part) => part !== undefined && part !== '')
    .join('  ')
    .trimEnd();
}

const lastedText = ({ before, lasted = 0 }: Change): string =>
  before === undefined || before.state === 'pass'
    ? ''
    : `after ${duration(lasted)} of ${before.reason?.id ?? before.state}`;

/** A change as a sentence, for a log. */
export function changeSentence({ now: { check, state, reason }, before }: Change): string {
  const verb = { pass: 'passes', warn: 'passes with a warning', fail: 'fails', skip: 'was skipped' }[state];
  const why =
    reason === undefined ? '' : `: ${reason.id === undefined ? '' : `${reason.id}, `}${reason.summary}`;
  return `The check ${check} ${verb}${state === 'pass' && before !== undefined ? ' again' : ''}${why}`;
}

/** The last line of a terminal, the worst first: `run 12, next 05:01:41 | FAIL service | ok connection endpoint`. */
export function statusLine(runs: number, results: readonly CheckResult[], nextAt: number): string {
  const groups = WORST_FIRST.flatMap((state) => {
    const checks = results.filter((result) => result.state === state).map(({ check }) => check);
    return checks.length === 0 ? [] : [[MARKS[state][0], ...checks].join(' ')];
  });
  return [`run ${runs}, next ${timeOf(nextAt)}`, ...groups].join(' | ');
}

/** A change as JSON. */
export const changeJson = ({ now, before, lasted }: Change): Readonly<Record<string, unknown>> => ({
  check: now.check,
  state: now.state,
  id: now.reason?.id,
  before: before?.state,
  beforeId: before?.reason?.id,
  lastedSeconds: lasted,
});
