// A call as lines of text: its attempts, the waits between them, and the stream. Pure.
import { clip, plural, readNumber, wait as waiting } from '@sevenstep/checklist';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { redactSecrets } from '@sevenstep/wire';

/** A span, with its times in milliseconds of one clock. */
export interface TimedSpan {
  readonly name: string;
  readonly attributes: SpanAttributes;
  /** The sentence of its failure. */
  readonly statusMessage?: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** A call, and its attempts; none for a call of one attempt. */
export interface CallTrace {
  readonly call: TimedSpan;
  readonly attempts: readonly TimedSpan[];
}

/** One line: what it is, when it was, and what came of it. */
export interface Row {
  readonly label: string;
  /** Milliseconds of the spans' clock. */
  readonly start: number;
  readonly end: number;
  readonly note: string;
  readonly kind: 'call' | 'attempt' | 'wait' | 'stream';
  /** Whether it failed. */
  readonly failed: boolean;
}

const LABEL_WIDTH = 30;
const BAR_WIDTH = 30;

/** The lines of a call's waterfall. */
export function waterfall(trace: CallTrace): string[] {
  return rowsOf(trace).map((row) => line(row, trace.call));
}

/** The rows of a waterfall, for every output. The first row is the call. */
export function rowsOf({ call, attempts: given }: CallTrace): Row[] {
  const attempts = given.toSorted((a, b) => a.start - b.start);
  return [
    {
      label: call.name,
      start: call.start,
      end: call.end,
      note: callNote(call),
      kind: 'call',
      failed: call.attributes['error.type'] !== undefined,
    },
    ...(attempts.length > 0
      ? attempts.flatMap((attempt, index) => attemptRows(attempts, attempt, index))
      : single(call)),
    ...streamRows(call),
  ];
}

function callNote({ attributes }: TimedSpan): string {
  return attributes['error.type'] ? `ERROR ${attributes['error.type']}` : 'ok';
}

function attemptRows(attempts: readonly TimedSpan[], attempt: TimedSpan, index: number): Row[] {
  const row: Row = {
    label: `${attempt.attributes['http.request.method'] ?? attempt.name} attempt ${index + 1}`,
    start: attempt.start,
    end: attempt.end,
    note: attemptNote(attempt),
    kind: 'attempt',
    failed: attempt.attributes['error.type'] !== undefined,
  };
  const next = attempts[index + 1];
  // Spans of HTTP instrumentations end when the body was read: the next may have begun by then.
  if (!next || next.start <= attempt.end) return [row];
  const asked = readNumber(attempt.attributes, 'anthropic.retry.after');
  const wait: Row = {
    label: 'wait',
    start: attempt.end,
    end: next.start,
    note: asked === undefined ? 'backoff of the SDK' : `asked by the server: ${waiting(asked)}`,
    kind: 'wait',
    failed: false,
  };
  return [row, wait];
}

function attemptNote({ attributes }: TimedSpan): string {
  const status = attributes['http.response.status_code'];
  return String(status ?? attributes['error.type'] ?? 'no response');
}

/** A call without attempt spans says it all, except when each attempt was; one that knows no HTTP says nothing of them. */
function single({ attributes, start, end }: TimedSpan): Row[] {
  const { 'http.request.method': method, 'http.response.status_code': status } = attributes;
  if (method === undefined && status === undefined) return [];
  const resent = Number(attributes['http.request.resend_count'] ?? 0);
  return [
    {
      label: `${method ?? 'POST'} ${resent > 0 ? `${resent + 1} attempts` : 'attempt 1'}`,
      start,
      end,
      note: String(status ?? 'no response'),
      kind: 'attempt',
      failed: attributes['error.type'] !== undefined,
    },
  ];
}

function streamRows(call: TimedSpan): Row[] {
  const outcome = call.attributes['anthropic.stream.outcome'];
  if (outcome === undefined) return [];
  const first = call.attributes['gen_ai.response.time_to_first_chunk'];
  // The span of a healthy stream leaves them out.
  const events = readNumber(call.attributes, 'anthropic.stream.events');
  const last = call.attributes['anthropic.stream.last_event'];
  const seen = events === undefined ? '' : `: ${plural(events, 'event')}`;
  return [
    {
      label: 'stream',
      start: first === undefined ? call.end : Math.min(call.start + Number(first) * 1000, call.end),
      end: call.end,
      note: `${outcome}${seen}${last === undefined ? '' : `, last ${last}`}`,
      kind: 'stream',
      failed: outcome !== 'completed',
    },
  ];
}

function line(row: Row, call: TimedSpan): string {
  const scale = BAR_WIDTH / Math.max(call.end - call.start, 0.001);
  const from = clamp(Math.floor((row.start - call.start) * scale), 0, BAR_WIDTH - 1);
  const to = clamp(Math.ceil((row.end - call.start) * scale), from + 1, BAR_WIDTH);
  const bar = ' '.repeat(from) + (row.kind === 'wait' ? '·' : '█').repeat(to - from);
  const duration = `${(row.end - row.start).toFixed(0)} ms`.padStart(8);
  return `${label(row).padEnd(LABEL_WIDTH)} ${bar.padEnd(BAR_WIDTH)} ${duration}  ${clip(redactSecrets(row.note))}`;
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

const label = ({ kind, label }: Row): string =>
  kind === 'call'
    ? clip(redactSecrets(label), LABEL_WIDTH)
    : `  ${clip(redactSecrets(label), LABEL_WIDTH - 2)}`;
