// The type of a dialect: one way in which spans or log records describe calls of Claude.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { AttributesLike, Name } from '../spans/read-attributes.ts';

/** A span or a record of a log, live or stored, of any instrumentation. */
export interface TelemetryRecord {
  readonly attributes: AttributesLike;
  /** Name of its instrumentation scope; a stored trace may have lost it. */
  readonly scope?: string | undefined;
  /** The name of a span, or of a log record's event. */
  readonly name?: string | undefined;
  /** Whether its status is an error, or its severity at least one. @default false */
  readonly failed?: boolean | undefined;
  /** Description of the status of a span. */
  readonly statusMessage?: string | undefined;
  /** Events of a span. Only those of a failure are read. */
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

/** Facts under their names in the conventions. `undefined` removes what the record has under that name. */
export type FactAttributes = { readonly [Key in Name]?: SpanAttributes[Key] | undefined };

/** One way of telling of calls. A file each; {@link DIALECTS} lists them. */
export interface Dialect {
  /** Small letters, digits and `-`; that of the file. */
  readonly id: string;
  /** Whose it is, for a table. */
  readonly title: string;
  /** Whether the record is in this dialect. Every span of a process is asked: look at single attributes or the scope. */
  readonly speaks: (record: TelemetryRecord) => boolean;
  /** The role of the record, if it is of Claude. The platform is read afterwards, for all dialects. */
  readonly roleOf: (record: TelemetryRecord) => Role | undefined;
  /** Whether each attempt of a call is a separate call span, beside the others within one step: a failed one before another. */
  readonly retriesBeside?: true;
  /** Its names of what the conventions call otherwise, with the source in a comment; the first that is there counts. */
  readonly names?: readonly (readonly [other: string, standard: Name])[];
  /** Facts that other names alone don't show. They come last and win. Only for calls and steps. */
  readonly facts?: (record: TelemetryRecord) => FactAttributes;
  /** The sentence of the failure, where it is neither the description of the status nor the message of an exception. */
  readonly message?: (record: TelemetryRecord) => string | undefined;
}
