// A failure in a log as one line.
import { SEVERITY_STYLES, type Terminal } from '../terminal.ts';
import type { TextError } from '../texts/text-error.ts';
import { MARKS } from './lines.ts';

/** Time, mark, service, and the diagnosis. */
export function logLine(error: TextError, now: number, out: Terminal): string {
  const { candidates, service, requestId } = error;
  const [{ severity, summary, confidence }] = candidates;
  const ids = candidates.map(({ id }) => id).join(' or ');
  const parts = [
    new Date(timeOf(error) ?? now).toISOString().slice(11, 19),
    out.style(SEVERITY_STYLES[severity], MARKS[severity].padEnd(4)),
    service === undefined ? undefined : out.style('dim', service),
    'log',
    `${out.style('bold', ids)}: ${summary}`,
    confidence === 'likely' ? 'likely' : undefined,
    requestId,
  ];
  // Text from a log cannot begin another line.
  return parts
    .filter((part) => part !== undefined)
    .join('  ')
    .replace(/[\t\n]+/g, ' ');
}

/** The same for a program. */
export const logJson = (error: TextError): Readonly<Record<string, unknown>> => {
  const [{ id, severity, summary, fix, confidence, evidence, also }, ...others] = error.candidates;
  const { traceId, spanId, time, service, requestId } = error;
  return {
    source: 'log',
    traceId,
    spanId,
    time,
    service,
    requestId,
    id,
    severity,
    confidence,
    summary,
    fix,
    evidence,
    also: also.map((finding) => finding.id),
    otherCandidates: others.map((other) => other.id),
  };
};

/** In milliseconds since 1970. */
function timeOf({ time = '' }: TextError): number | undefined {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
