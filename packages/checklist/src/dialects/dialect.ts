// What a dialect is: one way in which somebody's spans or log records tell of calls of Claude.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { AttributesLike, Name } from '../spans/read-attributes.ts';

/** A span or a record of a log, live or stored, of any instrumentation. */
export interface TelemetryRecord {
  readonly attributes: AttributesLike;
  /** Name of its instrumentation scope; a stored trace may have lost it. */
  readonly scope?: string | undefined;
  /** Of a span its name, of a record of a log the name of its event. */
  readonly name?: string | undefined;
  /** Whether its status is an error, or its severity at least one. @default false */
  readonly failed?: boolean | undefined;
  /** Description of the status of a span. */
  readonly statusMessage?: string | undefined;
  /** Events of a span. Only those of a failure are read. */
  readonly events?: readonly TelemetryEvent[] | undefined;
  /** What a record of a log says; a span has none. */
  readonly body?: unknown;
}

/** An event of a span. */
export interface TelemetryEvent {
  readonly name: string;
  readonly attributes?: AttributesLike | undefined;
}

/**
 * What a record stands for. `call`: one API call. `step`: what a framework calls around its calls, such as `streamText`; it
 * counts as a call where it failed and no call within it tells why. `attempt`: one HTTP request. `tool`, `agent`: what runs
 * beside and around calls.
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
  /** What the record stands for, if it is of Claude; who serves the model is looked at afterwards, for all dialects. */
  readonly roleOf: (record: TelemetryRecord) => Role | undefined;
  /** Whether each try of a call is a call's span of its own, beside the others within one step: one that failed before another. */
  readonly retriesBeside?: true;
  /** Its names of what the conventions call otherwise, with the source in a comment; the first that is there counts. */
  readonly names?: readonly (readonly [other: string, standard: Name])[];
  /** What other names alone don't show. It comes last and wins. Only asked for calls and steps. */
  readonly facts?: (record: TelemetryRecord) => FactAttributes;
  /** The sentence of the failure, where it is neither the description of the status nor the message of an exception. */
  readonly message?: (record: TelemetryRecord) => string | undefined;
}
