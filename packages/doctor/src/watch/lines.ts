// A call as one line, and the sum of all as another.
import { duration, plural, readFacts, readString } from '@sevenstep/checklist';
import { SEVERITIES, type Severity } from '@sevenstep/semantic-conventions';
import { KEPT } from '../bounds.ts';
import { type Call, requestsOf } from '../calls/call.ts';
import { SEVERITY_STYLES, type Terminal } from '../terminal.ts';
import { shareOf, type WatchTotals } from './totals.ts';

export const MARKS: Readonly<Record<Severity, string>> = { error: 'FAIL', warning: 'warn', info: 'note' };

/** Time, mark, the called method, the result, and the diagnosis. */
export function callLine(call: Call, out: Terminal): string {
  const { span, seconds: took, finding, also } = call;
  const { status, inputTokens, outputTokens } = readFacts(span.attributes);
  const attempts = requestsOf(call);
  const severity = SEVERITIES.find((one) => one === finding?.severity);
  const mark = (severity === undefined ? 'ok' : MARKS[severity]).padEnd(4);
  const parts = [
    new Date(span.end).toISOString().slice(11, 19),
    severity === undefined ? mark : out.style(SEVERITY_STYLES[severity], mark),
    span.service === undefined ? undefined : out.style('dim', span.service),
    span.name,
    status === undefined ? undefined : String(status),
    duration(took),
    inputTokens === undefined ? undefined : `${inputTokens} in`,
    outputTokens === undefined ? undefined : `${outputTokens} out`,
    attempts > 1 ? plural(attempts, 'attempt') : undefined,
    finding && `${out.style('bold', finding.id)}: ${finding.summary}`,
    also.length > 0 ? `also ${also.join(', ')}` : undefined,
  ];
  // Text from a span cannot begin another line.
  return parts
    .filter((part) => part !== undefined)
    .join('  ')
    .replace(/[\t\n]+/g, ' ');
}

/** Calls, headroom, diagnoses. */
export function totalsLine({ calls, failed, limits, diagnoses }: WatchTotals): string {
  const left = [...limits.values()].slice(0, KEPT.shown).flatMap((limit) => {
    const share = shareOf(limit);
    return share === undefined ? [] : [`${limit.kind.replaceAll('_', ' ')} ${Math.floor(share * 100)} %`];
  });
  const most = [...diagnoses]
    .sort(([, a], [, b]) => b - a)
    .slice(0, KEPT.shown)
    .map(([id, number]) => `${id} ${number}`);
  return [
    `${plural(calls, 'call')}, ${failed} failed`,
    ...(left.length > 0 ? [`left: ${left.join(', ')}`] : []),
    ...(most.length > 0 ? [most.join(', ')] : []),
  ].join(' | ');
}

/** The same call for a program. */
export const callJson = ({
  span,
  seconds: took,
  finding,
  also,
}: Call): Readonly<Record<string, unknown>> => ({
  traceId: span.traceId,
  spanId: span.spanId,
  time: new Date(span.end).toISOString(),
  service: span.service,
  name: span.name,
  model: readString(span.attributes, 'gen_ai.request.model'),
  status: readFacts(span.attributes).status,
  seconds: took,
  requestId: readString(span.attributes, 'anthropic.request.id'),
  id: finding?.id,
  severity: finding?.severity,
  summary: finding?.summary,
  fix: finding?.fix,
  also,
  limits: readFacts(span.attributes).limits,
});
