// Builds a ticket from a trace: only the attributes in the allowlist, each redacted.
import { readFacts, readStrings, wait } from '@sevenstep/checklist';
import type { Severity } from '@sevenstep/semantic-conventions';
import { RECORDED_ON_FAILURE } from '@sevenstep/wire';
import type { Call } from '../calls/call.ts';
import type { TimedSpan } from '../calls/waterfall.ts';
import type { Span } from '../spans/span.ts';
import { ATTEMPT_LINES, type Line, RUNTIME, SECTIONS } from './allowed.ts';
import { clean } from './clean.ts';
import { regionOf } from './region.ts';
import { type RuledOut, ruledOut } from './ruled-out.ts';
import { type Tried, triedOf } from './tried.ts';

/** Values by their label. */
export type Entries = Readonly<Record<string, string>>;

export interface TicketCall {
  readonly diagnosis?:
    | {
        readonly id: string;
        readonly step: number;
        readonly severity: Severity;
        readonly summary: string;
        readonly evidence: readonly string[];
      }
    | undefined;
  readonly also: readonly string[];
  readonly ruledOut: readonly RuledOut[];
  readonly tried: readonly Tried[];
  readonly start: string;
  readonly seconds: number;
  /** One for each HTTP request, in order; the call itself if its attempts have no spans. */
  readonly attempts: readonly TicketAttempt[];
  /** The lines of each section, by its title. */
  readonly sections: Readonly<Record<string, Entries>>;
  readonly limits: Entries;
}

export interface TicketAttempt {
  readonly start: string;
  readonly seconds: number;
  readonly region?: string | undefined;
  readonly facts: Entries;
  readonly headers: Entries;
}

export interface Ticket {
  readonly traceId: string;
  readonly calls: readonly TicketCall[];
  /** The number of calls in the trace that the ticket leaves out. */
  readonly leftOut: number;
  /** The runtime of the calls. */
  readonly runtime: Entries;
}

/** @param trace all calls of the trace, even those that are not in the ticket. */
export function ticketOf(calls: readonly Call[], trace: readonly Call[] = calls): Ticket {
  const span = calls[0]?.span;
  return {
    traceId: clean(span?.traceId) ?? '',
    calls: calls.map((call) => ticketCall(call, trace)),
    leftOut: trace.length - calls.length,
    runtime: span ? runtimeOf(span) : {},
  };
}

function ticketCall(call: Call, trace: readonly Call[]): TicketCall {
  const { span, finding, attempts } = call;
  const { attributes } = span;
  const known = readFacts(attributes, { durationSeconds: call.seconds, statusMessage: span.statusMessage });
  const sent = attempts.length > 0 ? attempts : [call.call];
  return {
    diagnosis: finding && {
      id: clean(finding.id) ?? '',
      step: finding.step,
      severity: finding.severity,
      summary: clean(finding.summary) ?? '',
      evidence: finding.evidence.map((fact) => clean(fact) ?? ''),
    },
    also: call.also.map((id) => clean(id) ?? ''),
    ruledOut: ruledOut(known, finding?.step ?? 8).map((one) => ({
      ...one,
      because: clean(one.because) ?? '',
    })),
    tried: triedOf(call, trace),
    start: new Date(span.start).toISOString(),
    seconds: call.seconds,
    attempts: sent.map(ticketAttempt),
    sections: Object.fromEntries(
      SECTIONS.map(({ title, lines }) => [title, entriesOf(lines, attributes)] as const).filter(
        ([, entries]) => Object.keys(entries).length > 0,
      ),
    ),
    limits: limitsOf(known.limits),
  };
}

function ticketAttempt({ attributes, start, end }: TimedSpan): TicketAttempt {
  return {
    start: new Date(start).toISOString(),
    seconds: (end - start) / 1000,
    region: clean(regionOf(attributes)),
    facts: entriesOf(ATTEMPT_LINES, attributes),
    headers: defined(
      RECORDED_ON_FAILURE.map((name) => [
        name,
        clean(readStrings(attributes, `http.response.header.${name}`)),
      ]),
    ),
  };
}

function limitsOf(limits: ReturnType<typeof readFacts>['limits']): Entries {
  return defined(
    limits.map(({ kind, limit, remaining, resetSeconds }) => [
      clean(kind) ?? '',
      `${remaining ?? '?'} of ${limit ?? '?'} left${resetSeconds === undefined ? '' : `, full again in ${wait(resetSeconds)}`}`,
    ]),
  );
}

function runtimeOf({ resource, scope }: Span): Entries {
  return defined([
    ...RUNTIME.map(([label, attribute]) => [label, clean(resource[attribute])] as const),
    ['Instrumentation of the span', scope && clean([scope.name, scope.version].filter(Boolean).join(' '))],
  ]);
}

function entriesOf(lines: readonly Line[], attributes: Readonly<Record<string, unknown>>): Entries {
  return defined(
    lines.map(([label, attribute, unit]) => {
      const value = clean(attributes[attribute]);
      return [label, value !== undefined && unit !== undefined ? `${value} ${unit}` : value];
    }),
  );
}

const defined = (entries: readonly (readonly [label: string, value: string | undefined])[]): Entries =>
  Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
