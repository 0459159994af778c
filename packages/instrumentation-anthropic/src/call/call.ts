// One API call from start to end. It keeps what happened, and `CallTelemetry` writes it.
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { SpanAttributes, StreamOutcome } from '@sevenstep/semantic-conventions';
import {
  type Failure,
  isNotEventStream,
  isObject,
  longMessageFacts,
  type MessageFacts,
  malformedBody,
  messageFacts,
  monotonicNow,
  type SentText,
  type StreamRecord,
  safeJson,
  seconds,
  streamFailure,
  unexpectedObject,
} from '@sevenstep/wire';
import { isAnswer, type Route } from '../attributes/routes.ts';
import { plainHeaders, RequestText } from '../attributes/sent-text.ts';
import type { Settings } from '../config.ts';
import type { ContentRecorder } from '../content/content-recorder.ts';
import { guard, stepFailed } from '../guard.ts';
import type { SdkClient, SdkRequestInit, SdkRequestOptions } from '../sdk-objects.ts';
import { Attempt } from './attempt.ts';
import { headersOf } from './response-headers.ts';
import { runIn } from './run-in.ts';
import { CallStream } from './stream.ts';
import { thrownFailure } from './thrown-failure.ts';

/** Writes a call's span, measurements and log events. `telemetry/` implements it. */
export interface CallTelemetry {
  /** The call starts: it gets a span. */
  started(call: Call): void;
  /** An attempt is about to be sent. */
  attemptStarted(call: Call, init: SdkRequestInit): void;
  /** An attempt got an error response. The SDK may wait now and send the request again. */
  attemptRefused(call: Call, attempt: Attempt): void;
  /** An event of the call's stream came, `waitedMs` milliseconds after the previous one. */
  chunk(call: Call, waitedMs: number): void;
  /** The call is over: it is measured and logged. */
  ended(call: Call): void;
  /** The call's span is to be written and ended. @param others how many other calls are under way. */
  closed(call: Call, others: number): void;
}

/** The calls that are under way. */
export interface CallList {
  readonly size: number;
  add(call: Call): void;
  /** The context to run the call in. */
  contextOf(call: Call): Context;
  /** A response came and no further request follows, so the call need not be found by its options. */
  answered(call: Call): void;
  /** The call has a response. If nothing ends the call before, garbage collection of `response` does. */
  responded(call: Call, response: object): void;
  /** The call is over and its span waits for the SDK. */
  closing(): void;
  delete(call: Call): void;
}

/** The start of a call. */
export interface CallStart {
  readonly client: SdkClient;
  readonly options: SdkRequestOptions;
  readonly route: Route;
  /** The first attributes of its span. */
  readonly attributes: SpanAttributes;
  readonly settings: Settings;
  readonly telemetry: CallTelemetry;
  readonly open: CallList;
  /** Whether the end of the call is reported. A middleware sees only attempts. */
  readonly reportsEnd: boolean;
}

const NOTHING = {};
const NONE: readonly Attempt[] = [];
/** JSON that the application parses itself is parsed for facts up to this length. */
const MAX_PARSED = 1024 * 1024;

export class Call {
  /** Both are emptied at the end, so that a reference to the call does not keep the request in memory. */
  client: SdkClient;
  options: SdkRequestOptions;
  readonly route: Route;
  readonly attributes: SpanAttributes;
  readonly settings: Settings;
  readonly reportsEnd: boolean;
  readonly #telemetry: CallTelemetry;
  readonly #open: CallList;

  /** The start in monotonic milliseconds, and below in epoch milliseconds. The pair converts all times of the call. */
  readonly startedAt: number;
  readonly #startedAtEpoch: number;
  /** Monotonic milliseconds; undefined until the call is over. */
  endedAt: number | undefined;

  attempts: readonly Attempt[];
  /** The attempt whose response the SDK has. */
  #answering: Attempt | undefined;
  stream: CallStream | undefined;
  message: MessageFacts | undefined;
  failure: Failure | undefined;
  /** The thrown error and the parsed body, for hooks and the log event. */
  error: unknown;
  body: unknown;
  /** The headers of the response that the SDK has. */
  headers: Headers | undefined;
  /** The text of a response that should have been a stream. */
  #instead: string | undefined;
  /** How far a successful response is: a response without a body counts as read. */
  #answer: 'awaited' | 'unread' | 'read';
  /** Whether the process ended before a response came. */
  #isInterrupted: boolean;
  #isClosed: boolean;
  #sentBody: unknown;
  #sentText: RequestText | undefined;
  /** Stops listening for an abort between two attempts. */
  #stopWaiting: (() => void) | undefined;

  /** Set by `CallTelemetry`: its span, and the span's owner. The SDK ends its own span when it is done with it. */
  span: Span | undefined;
  spanOwner: 'us' | 'sdk' | 'nobody';
  hasSdkEnded: boolean;
  /** Whether the span is sampled. */
  isRecorded: boolean;
  /** The context in which the application made the call. */
  parent: Context;
  #context: Context | undefined;
  tracer: Tracer | undefined;
  /** Records the content, if that is enabled, until the call is over. */
  content: ContentRecorder | undefined;
  /** The content that goes on the span. */
  contentOnSpan: Attributes | undefined;
  /** The agent run that made the call. */
  agent: { callEnded(end: SpanAttributes, attempt: Attempt | undefined): void } | undefined;
  /** The facts of the answer, once the call is over. */
  measured: SpanAttributes;
  /** The model of the response, for the metric of a stream's chunks; empty if it may not be recorded. */
  answeringModel: string | undefined;
  /** The span's attributes at its end, in the order of writing. */
  endAttributes: SpanAttributes | undefined;

  /** Set by {@link CallList}: whether the call is found by its context, not by its options. */
  isFoundByContext: boolean;
  /** Set by {@link CallList}: the neighbours in its list, and the response until its body is read. */
  older: Call | undefined;
  newer: Call | undefined;
  response: object | undefined;

  /** Sets every field, even to undefined: V8 is fast with objects of one shape. */
  constructor(start: CallStart) {
    this.client = start.client;
    this.options = start.options;
    this.route = start.route;
    this.attributes = start.attributes;
    this.settings = start.settings;
    this.reportsEnd = start.reportsEnd;
    this.#telemetry = start.telemetry;
    this.#open = start.open;
    this.startedAt = monotonicNow();
    this.#startedAtEpoch = Date.now();
    this.endedAt = undefined;
    this.attempts = NONE;
    this.#answering = undefined;
    this.stream = undefined;
    this.message = undefined;
    this.failure = undefined;
    this.error = undefined;
    this.body = undefined;
    this.headers = undefined;
    this.#instead = undefined;
    this.#answer = 'awaited';
    this.#isInterrupted = false;
    this.#isClosed = false;
    this.#sentBody = undefined;
    this.#sentText = undefined;
    this.#stopWaiting = undefined;
    this.span = undefined;
    this.spanOwner = 'nobody';
    this.hasSdkEnded = false;
    this.isRecorded = false;
    this.parent = ROOT_CONTEXT;
    this.#context = undefined;
    this.tracer = undefined;
    this.content = undefined;
    this.contentOnSpan = undefined;
    this.agent = undefined;
    this.measured = NOTHING;
    this.answeringModel = undefined;
    this.endAttributes = undefined;
    this.isFoundByContext = false;
    this.older = undefined;
    this.newer = undefined;
    this.response = undefined;
    this.#telemetry.started(this);
    this.#context = this.context;
    this.#open.add(this);
  }

  /** Runs the call with its span active, so that spans made beneath it are its children. */
  run<Result>(send: () => Result): Result {
    return runIn(this.#open.contextOf(this), send);
  }

  /** The context of the call's children. The SDK has usually put its own span in the parent. */
  get context(): Context {
    const { parent, span } = this;
    return this.#context ?? (span && trace.getSpan(parent) !== span ? trace.setSpan(parent, span) : parent);
  }

  /** Converts `reading`, monotonic milliseconds, to milliseconds since the epoch. */
  epoch(reading: number): number {
    return this.#startedAtEpoch + (reading - this.startedAt);
  }

  /** Whether the call asks for a stream. */
  get streamed(): boolean {
    return this.options.stream === true;
  }

  /** Whether a response came whose body has not been read yet. */
  get isUnread(): boolean {
    return this.#answer === 'unread';
  }

  get #hasResponded(): boolean {
    return this.#answer !== 'awaited';
  }

  get isOver(): boolean {
    return this.endedAt !== undefined;
  }

  /** Whether the application aborted the call, or the process ended before a response came. */
  get isGivenUp(): boolean {
    return this.#isInterrupted || (this.options.signal?.aborted ?? false);
  }

  /** Whether the application is reading a stream that we watch. */
  get isStreamRead(): boolean {
    return this.stream?.isRead ?? false;
  }

  /** The SDK method, such as `messages.create`. */
  get method(): string {
    return this.attributes['anthropic.sdk.method'] ?? '';
  }

  /** The attempt whose response the SDK has, else the newest. A middleware may run several attempts at the same time. */
  get lastAttempt(): Attempt | undefined {
    return this.#answering ?? this.attempts.at(-1);
  }

  get durationSeconds(): number {
    return seconds((this.endedAt ?? this.startedAt) - this.startedAt);
  }

  get streamOutcome(): StreamOutcome | undefined {
    return this.stream?.record.outcome;
  }

  /** The error that the call or its stream threw. */
  get thrown(): unknown {
    return this.error ?? this.stream?.record.error;
  }

  attempt(url: unknown, init: SdkRequestInit, timeoutMs: number): Attempt {
    this.#stopWaiting?.();
    // A new attempt clears the previous error.
    this.failure = undefined;
    this.error = undefined;
    // A middleware may send more requests after the response.
    if (!this.#hasResponded) this.#answering = undefined;
    this.#telemetry.attemptStarted(this, init);
    const before = this.lastAttempt;
    const attempt = new Attempt(this, url, init, timeoutMs);
    if (before?.endedAt !== undefined)
      before.waitSeconds = seconds(Math.max(0, attempt.startedAt - before.endedAt));
    // A new array, because `push` would reserve room for more.
    this.attempts = [...this.attempts, attempt];
    return attempt;
  }

  /** The SDK has the response of `attempt`. Another attempt may have failed in the meantime. */
  answeredBy(attempt: Attempt): void {
    this.#stopWaiting?.();
    this.failure = undefined;
    this.error = undefined;
    this.#answering = attempt;
  }

  attemptRefused(attempt: Attempt): void {
    this.#telemetry.attemptRefused(this, attempt);
  }

  /** The call failed before the application got a response. */
  failed(error: unknown): void {
    this.recordAttemptError(error);
    this.end();
  }

  /** Records the error of an attempt. It is the call's error unless another attempt follows. */
  recordAttemptError(error: unknown): void {
    guard('recording a failed call', () => {
      this.#fail(error);
      const last = this.lastAttempt;
      // The SDK reads only the body of the last failed response. An abort is not about that response.
      if (last?.status !== undefined && this.failure && !this.options.signal?.aborted) {
        last.apiErrorType = /^\d+$/.test(this.failure.type) ? undefined : this.failure.type;
        last.message = this.failure.message;
      }
    });
  }

  /**
   * The SDK may now wait and retry. If the application aborts during the wait, a middleware learns it only from the signal, so
   * the signal ends the call.
   */
  mayBeRetried(): void {
    const { signal } = this.options;
    if (!signal || this.isOver) return;
    // Parallel requests may each have been rejected.
    this.#stopWaiting?.();
    const gaveUp = (): void => this.failed(signal.reason);
    signal.addEventListener('abort', gaveUp, { once: true });
    this.#stopWaiting = () => {
      signal.removeEventListener('abort', gaveUp);
      this.#stopWaiting = undefined;
    };
  }

  /**
   * A response came that is not an error. The reading of its body ends the call, or else the garbage collection of the
   * response.
   *
   * @returns whether there is a body to watch.
   */
  responded(response: Response): boolean {
    this.#answer = 'read';
    const { status } = response;
    const headers = headersOf(response) ?? new Headers();
    const isRaw = this.options.__binaryResponse === true && !this.streamed;
    // A stream without a body fails when the SDK reads it, which a middleware does not see.
    const isEmpty = this.streamed ? !this.reportsEnd && !isObject(response.body) : hasNoBody(status, headers);
    if (isEmpty && !isRaw && this.route.operation !== undefined) {
      this.failure = malformedBody({ headers, status, text: '', sent: this.lastAttempt?.sentText });
    }
    if (isRaw || isEmpty) {
      this.end();
      return false;
    }
    this.#answer = 'unread';
    this.headers = headers;
    this.#open.responded(this, readable(response));
    return true;
  }

  /** The whole body was read. @param value the parsed body, or its text. */
  answered(value: unknown): void {
    const { headers } = this;
    // No response came yet.
    if (!headers) return;
    // The application read the text itself. Only JSON is parsed.
    const isJson = typeof value === 'string' && headers.get('content-type')?.includes('json');
    if (isJson && value.length > MAX_PARSED) {
      if (this.route.operation !== undefined) this.message = longMessageFacts(value);
      return;
    }
    const body = isJson ? (safeJson(value) ?? value) : value;
    this.body = body;
    const { operation } = this.route;
    if (isObject(body) && !isAnswer(this.route, body))
      this.failure = unexpectedObject(body, headers, this.lastAttempt?.sentText);
    if (operation === undefined) return;
    this.content?.answered(body);
    if (isObject(body)) this.message = messageFacts(body);
    else if (value !== undefined)
      this.failure = malformedBody({ headers, text: value, sent: this.lastAttempt?.sentText });
  }

  /** The whole response is this text, where a stream was expected. */
  answeredInstead(text: string): void {
    this.#instead = text;
  }

  /** The body was read to its end. */
  bodyRead(): void {
    this.#answer = 'read';
    this.end();
  }

  /** The body was passed to code whose reading cannot be observed. */
  bodyHandedOff(): void {
    this.#answer = 'read';
    if (!this.#waitsForSdk) this.end();
  }

  /** Reading the body failed. */
  bodyFailed(error: unknown): void {
    this.#fail(error);
    const { headers } = this;
    if (headers && error instanceof SyntaxError)
      this.failure = malformedBody({ headers, isNoJson: true, sent: this.lastAttempt?.sentText });
    this.bodyRead();
  }

  /**
   * The watcher for the stream of the response. The SDK may make several streams of one response, but only one can be read.
   *
   * @param signal the signal of the request, which every abort reaches.
   */
  streamWatcher(signal: AbortSignal): CallStream {
    this.#answer = 'read';
    if (!this.stream) {
      this.stream = new CallStream(this, this.route.operation === 'chat', signal);
      this.#keepLess();
    }
    return this.stream;
  }

  /** Frees what can be made again: streams run long, and many run at the same time. */
  #keepLess(): void {
    this.#open.answered(this);
    this.#context = undefined;
    const { method, body, stream, headers, signal, maxRetries, fetchOptions, middleware, openTelemetry } =
      this.options;
    this.options = {
      method,
      body,
      stream,
      headers: plainHeaders(headers),
      signal,
      maxRetries,
      fetchOptions,
      middleware,
      openTelemetry,
    };
  }

  /** The text of a request, to find its secrets in responses. It is reused while attempts send the same body. */
  sentText(body: unknown, headers: unknown, url: unknown): SentText | undefined {
    try {
      if (this.#sentText === undefined || body !== this.#sentBody) {
        this.#sentBody = body;
        this.#sentText = new RequestText(body, url, this.client, this.options);
      }
      this.#sentText.sentWith(headers, url);
      return this.#sentText;
    } catch (problem) {
      stepFailed('reading what was sent', problem);
      return undefined;
    }
  }

  streamEvent(event: unknown, waitedMs: number): void {
    this.#telemetry.chunk(this, waitedMs);
    this.content?.event(event);
  }

  /** The response was garbage-collected before it was read to its end. The call ended with its last event or response. */
  collected(): void {
    guard('ending the span of an abandoned call', () => {
      this.end(this.stream?.record.lastEventAt ?? this.lastAttempt?.endedAt);
      this.close();
    });
  }

  /** The process ends. */
  interrupted(): void {
    if (this.#hasResponded) {
      this.collected();
      return;
    }
    guard('ending the span of an interrupted call', () => {
      this.#isInterrupted = true;
      // The SDK was about to retry after this failure.
      this.failure = undefined;
      this.lastAttempt?.aborted();
      this.end();
      this.close();
    });
  }

  /** Ends the call at the end of `attempt`, if no later attempt began. */
  endAfter(attempt: Attempt): void {
    if (this.lastAttempt === attempt) this.end(attempt.endedAt);
  }

  /**
   * The SDK has ended its span. With `asResponse()` it does so at the headers, before the application reads the body with the
   * token counts, so our span waits for the body. Other code can end the span even while a request is under way.
   */
  endedBySdk(): void {
    this.hasSdkEnded = true;
    const isUnderWay = this.reportsEnd && !this.#hasResponded;
    if (this.isOver) this.close();
    else if (!this.isUnread && !isUnderWay) this.end();
  }

  /** Ends the call, once. Writes metrics and logs now, and the span now or when the SDK ends it. */
  end(endedAt: number = monotonicNow()): void {
    if (this.endedAt !== undefined) return;
    this.endedAt = endedAt;
    try {
      this.#conclude();
      this.#telemetry.ended(this);
    } catch (problem) {
      stepFailed('finishing a call', problem);
    }
    if (this.#waitsForSdk) this.#open.closing();
    else this.close();
  }

  /** Writes and ends the span of a finished call, once. */
  close(): void {
    if (this.#isClosed || this.endedAt === undefined) return;
    this.#isClosed = true;
    try {
      this.#telemetry.closed(this, this.#open.size - 1);
    } catch (problem) {
      stepFailed('writing the span of a call', problem);
    }
    this.#release();
  }

  /**
   * Whether the SDK will still write on its span and end it. It does so after it has parsed a response. We learn of a failure
   * before the SDK does, and the SDK ignores a span that has ended.
   */
  get #waitsForSdk(): boolean {
    const mayWait = this.spanOwner === 'sdk' && this.#hasResponded && !this.hasSdkEnded;
    return mayWait && (this.span?.isRecording() ?? false);
  }

  #fail(error: unknown): void {
    this.error = error;
    this.failure = thrownFailure(error, this.lastAttempt, this.client, this.options, this.#hasResponded);
  }

  /** Settles whether and why the call failed. */
  #conclude(): void {
    const { attempts, stream, lastAttempt } = this;
    // A middleware may leave other requests running once it has a response.
    if (attempts.length > 1) for (const attempt of attempts) if (attempt !== lastAttempt) attempt.aborted();
    if (!stream) return;
    // The SDK can end its span before our iterator learns of an early exit, or the stream was never read.
    stream.record.onCancel();
    if (this.headers && isNotEventStream(stream.record, this.headers)) {
      this.failure ??= this.#noStream(this.headers);
      this.stream = undefined;
    } else this.failure ??= this.#streamFailure(stream.record);
  }

  #streamFailure(record: StreamRecord): Failure | undefined {
    try {
      return streamFailure(record, this.lastAttempt?.sentText);
    } catch (problem) {
      stepFailed('reading the error of a stream', problem);
      return streamFailure({ outcome: record.outcome });
    }
  }

  /** The failure of a response that was not a stream: an error object, or another body. */
  #noStream(headers: Headers): Failure {
    const { lastAttempt } = this;
    const body = safeJson(this.#instead ?? '');
    return isObject(body)
      ? unexpectedObject(body, headers, lastAttempt?.sentText)
      : malformedBody({ headers, status: lastAttempt?.status, sent: lastAttempt?.sentText });
  }

  /** Drops the request and the response, because other code may keep the call long after its end. */
  #release(): void {
    this.#stopWaiting?.();
    this.#open.delete(this);
    this.client = NOTHING;
    this.options = NOTHING;
    this.endAttributes = undefined;
    this.body = undefined;
    this.error = undefined;
    this.content = undefined;
    this.contentOnSpan = undefined;
    this.attempts = NONE;
    this.#answering = undefined;
    this.#instead = undefined;
    this.#sentBody = undefined;
    this.#sentText = undefined;
  }
}

/** The SDK does not read a body here (`defaultParseResponse`, `src/internal/parse.ts`). */
const hasNoBody = (status: number, headers: Headers): boolean =>
  status === 204 || headers.get('content-length') === '0';

/** The object to watch for garbage collection: the body, because its reader may have released the response. */
function readable(response: Response): object {
  const body = guard('looking for a body', () => response.body);
  return isObject(body) ? body : response;
}
