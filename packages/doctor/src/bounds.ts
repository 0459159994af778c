// All bounds on input, memory and output, so that no file, server or sender decides how much time or memory is used.

const KB = 1024;
const MB = 1024 * KB;

type Bounds<Name extends string> = Readonly<Record<Name, number>>;

/** The bounds of files, standard input and responses of Jaeger. */
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
  /** The longest line. The Collector's file exporter writes one export on each line, at most some megabytes. */
  lineBytes: 64 * MB,
  /** The longest line of text to read as a whole. A longer line is read in parts. */
  textBytes: 1 * MB,
  /** The part of a document without a span after which it is read as text. */
  textDocumentBytes: 16 * MB,
  /** The most bytes between two spans of a document. */
  partBytes: 64 * MB,
  /** Bytes in which to look for the end of the first line. */
  headBytes: 4 * MB,
  /** The largest response of Jaeger with traces; a search has up to 1000. */
  jaegerBytes: 1024 * MB,
  /** The largest response with a list of services, or with an error. */
  jaegerListBytes: 4 * MB,
  /** The deepest nesting. Span attributes have a few levels. */
  jsonDepth: 100,
  /** The most values in a line, a request or a span. An empty value has two bytes and takes fifty times as much memory. */
  values: 2_000_000,
};

/** The bounds of one span of any format. */
export const SPAN: Bounds<
  'idLength' | 'nameLength' | 'textLength' | 'keyLength' | 'attributes' | 'listLength' | 'events' | 'time'
> = {
  /** A trace id has 32 hexadecimal digits. */
  idLength: 64,
  /** The longest name of a span, a service or a scope. */
  nameLength: 1_000,
  /** The longest value of an attribute. Recorded content is long, and only examined. */
  textLength: 256 * KB,
  keyLength: 256,
  /** The most attributes of a span. The OpenTelemetry SDK's limit is 128. */
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
  /** The most of them that are kept in full. */
  waitingWhole: 10_000,
  /** Kinds of limits and ids of diagnoses in the summary of `watch`. */
  inTotals: 200,
  /** Of them on the line of a terminal. */
  shown: 12,
  /** Spans of a command under a drill. */
  drillSpans: 100_000,
  /** The most messages about unreadable parts. */
  problems: 100,
  /** Changes of checks that are not exported yet. */
  checkEvents: 100,
};

/** The bounds of the search for spans of the same call within a trace. */
export const GROUPED: Bounds<'comparisons' | 'instrumentations' | 'members'> = {
  comparisons: 400_000,
  /** Instrumentations that have a span of one call. */
  instrumentations: 20,
  /** Spans within a call's span that are kept as spans of the same call. */
  members: 1_000,
};

/** The bounds of requests to `watch`. */
export const RECEIVED: Bounds<'requestBytes' | 'totalBytes' | 'connections' | 'requestMs' | 'headersMs'> = {
  /** The largest request, compressed and uncompressed. */
  requestBytes: 32 * MB,
  /** The total of all requests that are being read. A request beyond it gets a status that asks for a retry. */
  totalBytes: 96 * MB,
  connections: 128,
  /** The timeout of a whole request, in milliseconds. */
  requestMs: 30_000,
  headersMs: 10_000,
};

/** The bounds of responses to a `check`. */
export const ANSWERED: Bounds<'bodyBytes' | 'streamBytes' | 'telemetryBytes'> = {
  /** A body that is not a stream. */
  bodyBytes: 4 * MB,
  streamBytes: 16 * MB,
  /** The response of the receiver of the test span. */
  telemetryBytes: 1 * MB,
};

/** Of one text of an output. */
export const WRITTEN: Bounds<'textLength'> = { textLength: 16 * KB };
