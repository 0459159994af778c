// Renders a call as lines of text: its attempts, the waits between them, and the stream. Pure.
import { clip, duration as durationOf, plural, readNumber } from '@sevenstep/checklist';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { redactSecrets } from '@sevenstep/wire';

/** A span with its times in milliseconds of one clock. */
export interface TimedSpan {
  readonly name: string;
  readonly attributes: SpanAttributes;
  /** The error's sentence. */
  readonly statusMessage?: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** A call with its attempts; no attempts for a call with only one. */
export interface CallTrace {
  readonly call: TimedSpan;
  /** The attempts in the order of their starts. */
  readonly attempts: readonly TimedSpan[];
}

/** One line: label, times and result. */
export interface Row {
  readonly label: string;
  /** Milliseconds of the spans' clock. */
  readonly start: number;
  readonly end: number;
  readonly note: string;
  readonly kind: 'call' | 'attempt' | 'wait' | 'stream';
  /** Whether that part failed. */
  readonly failed: boolean;
}

/** The most columns of a label and of a bar. A bar below its minimum is left out. */
const LABEL_WIDTH = 30;
const BAR_WIDTH = { most: 30, least: 6 } as const;
/** Columns of a duration with its gaps, and of most notes. */
const DURATION_WIDTH = 12;
const NOTE_WIDTH = 24;
const WHOLE = LABEL_WIDTH + BAR_WIDTH.most + DURATION_WIDTH + NOTE_WIDTH;

/** The lines of a call's waterfall. @param width the available columns. If they are few, bars are shorter or left out */
export function waterfall(trace: CallTrace, width: number = WHOLE): string[] {
  const rows = rowsOf(trace);
  const longest = Math.max(...rows.map((row) => label(row).length));
  const labels = width < WHOLE ? Math.min(longest, LABEL_WIDTH) : LABEL_WIDTH;
  const room = Math.min(width - labels - DURATION_WIDTH - NOTE_WIDTH, BAR_WIDTH.most);
  const bars = room < BAR_WIDTH.least ? 0 : room;
  return rows.map((row) => line(row, trace.call, labels, bars));
}

/** The rows of a waterfall, for every output. The first row is the call. */
export function rowsOf({ call, attempts }: CallTrace): Row[] {
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
  // Spans of HTTP instrumentations end when the body is read. The next attempt may have begun earlier.
  if (!next || next.start <= attempt.end) return [row];
  const asked = readNumber(attempt.attributes, 'anthropic.retry.after');
  const wait: Row = {
    label: 'wait',
    start: attempt.end,
    end: next.start,
    note: asked === undefined ? 'backoff of the SDK' : `asked by the server: ${durationOf(asked)}`,
    kind: 'wait',
    failed: false,
  };
  return [row, wait];
}

function attemptNote({ attributes }: TimedSpan): string {
  const status = attributes['http.response.status_code'];
  return String(status ?? attributes['error.type'] ?? 'no response');
}

/** The row for a call without attempt spans, from the call's own span. A span without HTTP attributes gives no row. */
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
  // The span of a healthy stream omits the number of events.
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

function line(row: Row, call: TimedSpan, labels: number, bars: number): string {
  const duration = `${(row.end - row.start).toFixed(0)} ms`.padStart(8);
  const rest = `${duration}  ${clip(redactSecrets(row.note))}`;
  const name = label(row).padEnd(labels);
  return bars === 0 ? `${name} ${rest}` : `${name} ${bar(row, call, bars)} ${rest}`;
}

function bar({ start, end, kind }: Row, call: TimedSpan, width: number): string {
  const scale = width / Math.max(call.end - call.start, 0.001);
  const from = clamp(Math.floor((start - call.start) * scale), 0, width - 1);
  const to = clamp(Math.ceil((end - call.start) * scale), from + 1, width);
  return (' '.repeat(from) + (kind === 'wait' ? '·' : '█').repeat(to - from)).padEnd(width);
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

const label = ({ kind, label }: Row): string =>
  kind === 'call'
    ? clip(redactSecrets(label), LABEL_WIDTH)
    : `  ${clip(redactSecrets(label), LABEL_WIDTH - 2)}`;
