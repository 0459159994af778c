// The type of a dialect: one way in which spans or log records describe calls of Claude.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { AttributesLike, Name } from '../spans/read-attributes.ts';

/** A span or a record of a log, live or stored, of any instrumentation. */
export interface TelemetryRecord {
  readonly attributes: AttributesLike;
  /** Name of its instrumentation scope; a stored trace may have lost it. */
  readonly scope?: string | undefined;
  /** The name of the span, or of the log record's event. */
  readonly name?: string | undefined;
  /** Whether its status is an error, or its severity is at least `error`. @default false */
  readonly failed?: boolean | undefined;
  /** Description of the status of a span. */
  readonly statusMessage?: string | undefined;
  /** Events of a span. Only exceptions are read. */
  readonly events?: readonly TelemetryEvent[] | undefined;
  /** The body of a log record; a span has none. */
  readonly body?: unknown;
}

/** An event of a span. */
export interface TelemetryEvent {
  readonly name: string;
  readonly attributes?: AttributesLike | undefined;
}

/**
 * The role of a record. `call`: one API call. `step`: a framework's function around its calls, such as `streamText`. A
 * failed step counts as a call if no call within it failed. `attempt`: one HTTP request. `tool`, `agent`: work beside and
 * around calls.
 */
export type Role = 'call' | 'step' | 'attempt' | 'tool' | 'agent';

/** Facts under the conventions' names. `undefined` removes the record's own value. */
export type FactAttributes = { readonly [Key in Name]?: SpanAttributes[Key] | undefined };

/** One way to describe calls, in one file. {@link DIALECTS} lists them. */
export interface Dialect {
  /** The name of its file: small letters, digits and `-`. */
  readonly id: string;
  /** The name of its instrumentation, for a table. */
  readonly title: string;
  /** Whether the record is in this dialect. It runs for every span of a process, so read only single attributes or the scope. */
  readonly speaks: (record: TelemetryRecord) => boolean;
  /** The role of the record, if it is about Claude. The platform is read later, for all dialects. */
  readonly roleOf: (record: TelemetryRecord) => Role | undefined;
  /** Whether each attempt of a call is a separate call span within one step, where a failed one precedes another. */
  readonly retriesBeside?: true;
  /** Whether only the span of an agent has the exception of a failed call within it. */
  readonly agentHasException?: true;
  /** Its own names for attributes of the conventions, with the source in a comment. The first that is present counts. */
  readonly names?: readonly (readonly [other: string, standard: Name])[];
  /** Facts that need more than another name. They are added last and win. Only for calls and steps. */
  readonly facts?: (record: TelemetryRecord) => FactAttributes;
  /** The sentence of the failure, if it is neither the status description nor the message of an exception. */
  readonly message?: (record: TelemetryRecord) => string | undefined;
}
