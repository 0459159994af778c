// Every bound on what is read, kept and written: one set, so that no input, server or sender sets time or memory.

const KB = 1024;
const MB = 1024 * KB;

type Bounds<Name extends string> = Readonly<Record<Name, number>>;

/** Of files, of standard input and of what a Jaeger answers. */
export const READ: Bounds<
  | 'lineBytes'
  | 'textBytes'
  | 'textDocumentBytes'
  | 'partBytes'
  | 'headBytes'
  | 'jaegerBytes'
  | 'jaegerListBytes'
  | 'jsonDepth'
  | 'values'
> = {
  /** The longest line. The Collector's file exporter writes an export a line: some megabytes at most. */
  lineBytes: 64 * MB,
  /** A line of text that is read at once; a longer one comes in parts. */
  textBytes: 1 * MB,
  /** The part of a document without a span after which it is read as text. */
  textDocumentBytes: 16 * MB,
  /** Between two spans of a document. */
  partBytes: 64 * MB,
  /** How much is looked at for the end of the first line. */
  headBytes: 4 * MB,
  /** Of one answer of a Jaeger; a search has up to 1000 traces. */
  jaegerBytes: 1024 * MB,
  /** An answer with a list of services, or with an error. */
  jaegerListBytes: 4 * MB,
  /** Brackets within brackets. Attributes of spans have a few. */
  jsonDepth: 100,
  /** Values of one line, one request or one span. Empty ones have two bytes and take fifty times as much memory. */
  values: 2_000_000,
};

/** Of one span, whatever its format. */
export const SPAN: Bounds<
  'idLength' | 'nameLength' | 'textLength' | 'keyLength' | 'attributes' | 'listLength' | 'events' | 'time'
> = {
  /** A trace id has 32 hexadecimal digits. */
  idLength: 64,
  /** Of names of spans, services and scopes. */
  nameLength: 1_000,
  /** The value of an attribute: recorded content is long, and only examined. */
  textLength: 256 * KB,
  keyLength: 256,
  /** An SDK's own limit is 128. */
  attributes: 1_000,
  listLength: 1_000,
  events: 1_000,
  /** The largest time of a date, in milliseconds. */
  time: 8.64e15,
};

/** The bounds of kept facts of many spans. */
export const KEPT: Bounds<
  | 'spans'
  | 'traces'
  | 'groups'
  | 'textErrors'
  | 'textExamples'
  | 'lineStarts'
  | 'links'
  | 'reported'
  | 'waiting'
  | 'waitingWhole'
  | 'inTotals'
  | 'shown'
  | 'drillSpans'
  | 'problems'
  | 'checkEvents'
> = {
  /** Spans of calls and of HTTP requests that wait for others of their call. */
  spans: 20_000,
  /** Traces that have such spans, or links. */
  traces: 50_000,
  /** Ids of diagnoses that a report counts separately; the catalogue has fewer. */
  groups: 500,
  /** Errors of texts that may be logged again. */
  textErrors: 5_000,
  /** Request ids and places of a group of them. */
  textExamples: 20,
  /** Lines whose numbers are known while an error in them may still be read. */
  lineStarts: 50_000,
  /** Links of spans to their parents. */
  links: 200_000,
  /** Calls of traces that were reported and forgotten. */
  reported: 100_000,
  /** Spans of a Jaeger trace that wait for their processes, which follow. */
  waiting: 500_000,
  /** Of them with all that they say. */
  waitingWhole: 10_000,
  /** Kinds of limits and ids of diagnoses in the summary of `watch`. */
  inTotals: 200,
  /** Of them on the line of a terminal. */
  shown: 12,
  /** Spans of a command under a drill. */
  drillSpans: 100_000,
  /** Messages about what cannot be read. */
  problems: 100,
  /** Changes of checks that are not exported yet. */
  checkEvents: 100,
};

/** The bounds of the search for spans of the same call within a trace. */
export const GROUPED: Bounds<'comparisons' | 'instrumentations' | 'members'> = {
  comparisons: 400_000,
  /** Instrumentations that have a span of one call. */
  instrumentations: 20,
  /** Spans within a call's span that are remembered as of the same call. */
  members: 1_000,
};

/** The bounds of requests to `watch`. */
export const RECEIVED: Bounds<'requestBytes' | 'totalBytes' | 'connections' | 'requestMs' | 'headersMs'> = {
  /** Of one request, packed and unpacked. */
  requestBytes: 32 * MB,
  /** All requests that are being read; one more gets the answer to come again. */
  totalBytes: 96 * MB,
  connections: 128,
  /** For a whole request, in milliseconds. */
  requestMs: 30_000,
  headersMs: 10_000,
};

/** The bounds of answers to a `check`. */
export const ANSWERED: Bounds<'bodyBytes' | 'streamBytes' | 'telemetryBytes'> = {
  /** A body that is not a stream. */
  bodyBytes: 4 * MB,
  streamBytes: 16 * MB,
  /** The answer of the receiver of the test span. */
  telemetryBytes: 1 * MB,
};

/** Of one text of an output. */
export const WRITTEN: Bounds<'textLength'> = { textLength: 16 * KB };
