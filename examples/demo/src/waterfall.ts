// A trace as lines of text: the call, its attempts, the waits between them, and the stream. Pure.
import type { Outcome, TimedSpan } from './run-situation.ts';

/** One line: what it is, when it was, and what came of it. */
interface Row {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly note: string;
  readonly wait?: boolean;
}

const LABEL_WIDTH = 30;
const BAR_WIDTH = 30;

export function waterfall({ call, attempts }: Outcome): string[] {
  const rows: Row[] = [
    { label: call.name, start: call.start, end: call.end, note: callNote(call) },
    ...(attempts.length > 0
      ? attempts.flatMap((attempt, index) => attemptRows(attempts, attempt, index))
      : single(call)),
    ...streamRows(call),
  ];
  return rows.map((row) => line(row, call));
}

function callNote({ attributes }: TimedSpan): string {
  return attributes['error.type'] ? `ERROR ${attributes['error.type']}` : 'ok';
}

function attemptRows(attempts: readonly TimedSpan[], attempt: TimedSpan, index: number): Row[] {
  const row = {
    label: `  ${attempt.name} attempt ${index + 1}`,
    start: attempt.start,
    end: attempt.end,
    note: attemptNote(attempt),
  };
  const next = attempts[index + 1];
  if (!next) return [row];
  const asked = attempt.attributes['anthropic.retry.after'];
  const wait = {
    label: '  wait',
    start: attempt.end,
    end: next.start,
    note: asked === undefined ? 'backoff of the SDK' : `asked by the server: ${asked} s`,
    wait: true,
  };
  return [row, wait];
}

function attemptNote({ attributes }: TimedSpan): string {
  const status = attributes['http.response.status_code'];
  return String(status ?? attributes['error.type'] ?? 'no response');
}

/** A call of one attempt has no attempt span: the call says it all. */
const single = (call: TimedSpan): Row[] => [
  {
    label: `  ${call.attributes['http.request.method'] ?? 'POST'} attempt 1`,
    start: call.start,
    end: call.end,
    note: String(call.attributes['http.response.status_code'] ?? 'no response'),
  },
];

function streamRows(call: TimedSpan): Row[] {
  const outcome = call.attributes['anthropic.stream.outcome'];
  if (outcome === undefined) return [];
  const first = call.attributes['gen_ai.response.time_to_first_chunk'];
  const events = call.attributes['anthropic.stream.events'] ?? 0;
  const last = call.attributes['anthropic.stream.last_event'] ?? 'none';
  return [
    {
      label: '  stream',
      start: first === undefined ? call.end : call.start + first * 1000,
      end: call.end,
      note: `${outcome}: ${events} events, last ${last}`,
    },
  ];
}

function line(row: Row, call: TimedSpan): string {
  const scale = BAR_WIDTH / Math.max(call.end - call.start, 0.001);
  const from = clamp(Math.floor((row.start - call.start) * scale), 0, BAR_WIDTH - 1);
  const to = clamp(Math.ceil((row.end - call.start) * scale), from + 1, BAR_WIDTH);
  const bar = ' '.repeat(from) + (row.wait ? '·' : '█').repeat(to - from);
  const duration = `${(row.end - row.start).toFixed(0)} ms`.padStart(8);
  return `${row.label.slice(0, LABEL_WIDTH).padEnd(LABEL_WIDTH)} ${bar.padEnd(BAR_WIDTH)} ${duration}  ${row.note}`;
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
