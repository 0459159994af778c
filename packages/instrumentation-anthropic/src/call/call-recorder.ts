// One call's record: a state machine that is told what happens and finishes its span once.
import { type Attributes, type Context, SpanStatusCode } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  asCount,
  type Failure,
  field,
  isNotEventStream,
  isObject,
  longMessageFacts,
  type MessageFacts,
  malformedBody,
  messageFacts,
  monotonicNow,
  safeJson,
  unexpectedObject,
} from '@sevenstep/wire';
import { AgentRun } from '../agent/tool-runner.ts';
import { defined, leaveOut, wanted, write } from '../attributes/defined.ts';
import { sentText } from '../attributes/sent-text.ts';
import { ContentRecorder } from '../content/content-recorder.ts';
import { guard, runHook } from '../guard.ts';
import { noticeDoublePropagation } from '../sdk/propagation-notice.ts';
import { isAnswer } from '../sdk/routes.ts';
import type { SdkRequestInit } from '../sdk/sdk-internals.ts';
import type { StreamWatcher } from '../sdk/stream-iterator.ts';
import { emitAttemptSpans } from '../telemetry/attempt-spans.ts';
import type { CallSpan } from '../telemetry/call-span.ts';
import { emitException } from '../telemetry/exception-event.ts';
import { emitLongWait, waitAsked } from '../telemetry/long-wait.ts';
import type { Diagnose } from '../types.ts';
import { Attempt } from './attempt.ts';
import { type EndedCall, endAttributes, failureOf, measure } from './call-end.ts';
import { thrownFailure } from './call-result.ts';
import type { CallStart } from './call-start.ts';
import { CallStream } from './call-stream.ts';
import { runIn } from './run-in.ts';

const NOTHING = {};
/** A text that the application parses itself is parsed for its facts up to this length. */
const MAX_PARSED = 1024 * 1024;

/** What keeps the body of a response readable: a reader of the body may have let go of the response. */
function readable(response: Response): object {
  const body = guard('looking for a body', () => response.body);
  return isObject(body) ? body : response;
}

/** What a call that is over leaves to be written on its span. */
interface EndedRecord {
  readonly endedAt: number;
  readonly failure: Failure | undefined;
  readonly all: readonly (SpanAttributes | undefined)[];
  readonly content?: Attributes;
}

export class CallRecorder {
  /** Written by {@link OpenCalls}: its neighbours there, and its response while that is fresh. */
  older: CallRecorder | undefined;
  newer: CallRecorder | undefined;
  response: object | undefined;
  readonly #start: CallStart;
  readonly #span: CallSpan;
  /** What the call runs in. */
  readonly #context: Context;
  readonly #agent: AgentRun | undefined = AgentRun.current();
  readonly #attempts: Attempt[] = [];
  #stream: CallStream | undefined;
  #message: MessageFacts | undefined;
  /** Of an answer that is no message. */
  #answer: SpanAttributes | undefined;
  #headers: Headers | undefined;
  #failure: Failure | undefined;
  /** What was thrown, and what a body was parsed to: for the hook and the event at the end. */
  #error: unknown;
  #body: unknown;
  #content: ContentRecorder | undefined;
  /** A response is there and nobody has begun to read it. */
  #unread = false;
  /** A response has been there. */
  #responded = false;
  /** The SDK has ended its span and has no more to say of the call. */
  #sdkEnded = false;
  /** When it was over, on the monotonic clock. */
  #endedAt: number | undefined;
  /** What is to be written on the span, once the SDK has written what it has to say. */
  #ended: EndedRecord | undefined;
  #closed = false;
  /** Ends the wait for another attempt. */
  #stopWaiting: (() => void) | undefined;

  /** @param span starts the call's span; `onEnd` is to be run when somebody else ends it. */
  constructor(start: CallStart, span: (onEnd: () => void) => CallSpan) {
    this.#start = start;
    this.#span = span(() => this.#endedBySdk());
    if (start.route.operation === 'chat') {
      this.#content = guard('recording the content of a request', () =>
        ContentRecorder.for(start.settings, this.#span.span, start.options.body),
      );
    }
    const { requestHook } = start.settings;
    if (requestHook) {
      const info = { method: this.#method, body: start.options.body };
      runHook('requestHook', () => requestHook(this.#span.span, info));
    }
    this.#context = start.open.add(this, this.#span.context);
  }

  /** Runs the call with its span active, so that spans made beneath it are its children. */
  run<Result>(send: () => Result): Result {
    return runIn(() => this.#context, send);
  }

  /** What was known when it started. */
  get start(): CallStart {
    return this.#start;
  }

  /** What spans beneath it are children of. */
  get context(): Context {
    return this.#span.context;
  }

  /** Its content, where it is recorded and until the call is over. */
  get content(): ContentRecorder | undefined {
    return this.#content;
  }

  /** Whether the call asks for a stream. */
  get streamed(): boolean {
    return this.#start.options.stream === true;
  }

  /** Whether the application gets the response to read in its own way, such as the download of a file. */
  get raw(): boolean {
    return this.#start.options.__binaryResponse === true && !this.streamed;
  }

  attemptStarted(url: unknown, init: SdkRequestInit, timeoutMs: number): Attempt {
    this.#stopWaiting?.();
    // What was failure so far was a reason to try again.
    this.#failure = undefined;
    this.#error = undefined;
    const { client, options } = this.#start;
    if (options.__span) noticeDoublePropagation(client, init);
    const attempt = new Attempt(url, init, timeoutMs, options.signal, (body) =>
      sentText(body, client, options),
    );
    this.#attempts.push(attempt);
    return attempt;
  }

  /** The SDK has the error response of an attempt, and waits before it sends the request again, if it does. */
  attemptRefused(attempt: Attempt): void {
    guard('looking for a long wait', () => {
      const { client, options, logger, attributes, settings } = this.#start;
      const asked = waitAsked(attempt, client, options);
      if (settings.attributes === 'all' && asked !== undefined && asked >= settings.longWaitSeconds)
        emitLongWait(logger, this.#span.context, attempt, asked, attributes);
    });
  }

  /** The call failed before the application got anything of it. */
  failed(error: unknown): void {
    this.mayHaveFailed(error);
    this.end();
  }

  /** An attempt failed, and so has the call unless another attempt follows. */
  mayHaveFailed(error: unknown): void {
    guard('recording a failed call', () => {
      this.#fail(error);
      const last = this.#attempts.at(-1);
      // The SDK reads the body of the last failed response only; an abort says nothing of that response.
      if (last?.status !== undefined && this.#failure && !this.#start.options.signal?.aborted) {
        last.apiErrorType = /^\d+$/.test(this.#failure.type) ? undefined : this.#failure.type;
        last.message = this.#failure.message;
      }
    });
  }

  /** The SDK may wait now and try again. When the application gives up meanwhile, nobody else says so. */
  mayBeRetried(): void {
    const { signal } = this.#start.options;
    if (!signal || this.isOver) return;
    const gaveUp = (): void => {
      this.mayHaveFailed(signal.reason);
      this.endUnlessAdopted();
    };
    signal.addEventListener('abort', gaveUp, { once: true });
    this.#stopWaiting = () => {
      signal.removeEventListener('abort', gaveUp);
      this.#stopWaiting = undefined;
    };
  }

  /** The call is over, whatever the SDK does with its own span. */
  end(): void {
    guard('finishing a call', () => this.#finish(monotonicNow()));
  }

  /** The call may be over: an SDK that has a span of it says by ending that span that it is. */
  endUnlessAdopted(): void {
    if (!this.#waitsForSdk) this.end();
  }

  /** The call was over with `attempt`, if it is still the last. */
  endAfter(attempt: Attempt): void {
    if (this.#attempts.at(-1) !== attempt || this.#waitsForSdk) return;
    guard('finishing a call', () => this.#finish(attempt.endedAt ?? monotonicNow()));
  }

  /** Whether the SDK is sure to end its span: it leaves one alone that does not record any more. */
  get #waitsForSdk(): boolean {
    return this.#span.adopted && !this.#sdkEnded && this.#span.span.isRecording();
  }

  /** A response without a body: nothing is what the application gets. */
  answeredWithNothing({ headers, status }: Response): void {
    if (this.#start.route.operation !== undefined)
      this.#failure = malformedBody({ headers, status, text: '' });
    this.end();
  }

  /** A response is there. How its body is read decides how the call ends; at the latest it does when it is collected. */
  responded(response: Response): void {
    this.#unread = true;
    this.#responded = true;
    this.#headers = response.headers;
    this.#start.open.responded(this, readable(response));
  }

  /** Whether a response is there that nobody has begun to read. */
  get unread(): boolean {
    return this.#unread;
  }

  /** Whether its span has ended. */
  get isOver(): boolean {
    return this.#endedAt !== undefined;
  }

  /** Whether somebody reads a stream of the call, and is watched. */
  get isStreamRead(): boolean {
    return this.#stream?.isRead ?? false;
  }

  /**
   * Watches a stream from here on. `signal` is that of the request, which an abort by anybody reaches. The SDK may
   * make more than one stream of a response; one of them is read.
   */
  streamWatcher(signal: AbortSignal): StreamWatcher {
    this.#unread = false;
    this.#stream ??= new CallStream(this, signal);
    return this.#stream;
  }

  /** The response was collected and nobody read it to its end: the call was over with the last sign of it. */
  collected(): void {
    guard('ending the span of an abandoned call', () => {
      this.#finish(this.#stream?.record.lastEventAt ?? this.#attempts.at(-1)?.endedAt ?? monotonicNow());
      this.close();
    });
  }

  /** The body is read. */
  bodyRead(): void {
    this.#unread = false;
    this.end();
  }

  /** The body went where nobody can be seen reading it. */
  bodyHandedOff(): void {
    this.#unread = false;
    this.endUnlessAdopted();
  }

  /** Reading the body failed. @param failure what that says of the body. */
  bodyFailed(error: unknown, failure: Failure | undefined): void {
    this.#fail(error);
    this.#failure = failure ?? this.#failure;
    this.bodyRead();
  }

  #fail(error: unknown): void {
    const { client, options } = this.#start;
    this.#error = error;
    this.#failure = thrownFailure(error, this.#attempts, client, options);
  }

  /** The body was read whole, to `value`. */
  answered(value: unknown, headers: Headers): void {
    // A text that the application read itself; of anything but JSON, the text.
    const isJson = typeof value === 'string' && headers.get('content-type')?.includes('json');
    if (isJson && value.length > MAX_PARSED) {
      this.#message = longMessageFacts(value);
      return;
    }
    const body = isJson ? (safeJson(value) ?? value) : value;
    this.#body = body;
    const { operation } = this.#start.route;
    if (isObject(body) && !isAnswer(this.#start.route, body))
      this.#failure = unexpectedObject(body, headers, this.#attempts.at(-1)?.sentText);
    if (this.#start.route.template === '/v1/messages/count_tokens')
      this.#answer = { 'anthropic.message.count_tokens.input_tokens': asCount(field(body, 'input_tokens')) };
    if (operation === undefined) return;
    this.#content?.answered(body);
    if (isObject(body)) this.#message = messageFacts(body);
    else if (value !== undefined) this.#failure = malformedBody({ headers, text: value });
  }

  /**
   * With `asResponse()` the SDK ends its span at the headers. The application is about to read the body, which has
   * the tokens: the span waits for it. Somebody else can end it before, too, while a request is under way.
   */
  #endedBySdk(): void {
    this.#sdkEnded = true;
    const isUnderWay = this.#start.reportsEnd && !this.#responded;
    if (this.#endedAt !== undefined) this.close();
    else if (!this.#unread && !isUnderWay) this.#finish(monotonicNow());
  }

  /** Finishes the record, once. Of all that comes of it only the span may wait for the SDK. */
  #finish(endedAt: number): void {
    if (this.#endedAt !== undefined) return;
    this.#endedAt = endedAt;
    try {
      this.#record(endedAt);
    } finally {
      if (this.#waitsForSdk) this.#start.open.closing();
      else this.close();
    }
  }

  /** When the call was over, on the monotonic clock. */
  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  /** Writes the span of a call that is over, and ends it, once. */
  close(): void {
    if (this.#closed || this.#endedAt === undefined) return;
    this.#closed = true;
    const record = this.#ended;
    try {
      if (record) this.#write(record);
    } finally {
      this.#span.end(this.#start.clock.epoch(this.#endedAt));
      this.#release();
    }
  }

  /** A call that is over keeps nothing of what was sent or answered, however long something keeps the call. */
  #release(): void {
    this.#stopWaiting?.();
    this.#start.open.delete(this);
    this.#start.client = NOTHING;
    this.#start.options = NOTHING;
    this.#ended = undefined;
    this.#body = undefined;
    this.#error = undefined;
    this.#content = undefined;
    this.#attempts.length = 0;
  }

  /** Measures the call and tells the log of it. */
  #record(endedAt: number): void {
    // The SDK can end its span before our iterator hears of an early exit; or nobody has read at all.
    this.#stream?.record.left();
    const last = this.#attempts.at(-1);
    if (this.#stream && last) last.endedAt = endedAt;
    if (this.#stream && this.#headers && isNotEventStream(this.#stream.record, this.#headers)) {
      this.#failure ??= malformedBody({ headers: this.#headers, status: last?.status });
      this.#stream = undefined;
    }
    const { span, context: spanContext } = this.#span;
    const call: EndedCall = {
      start: this.#start,
      attempts: this.#attempts,
      stream: this.#stream?.record,
      message: this.#message,
      answer: this.#answer,
      failure: this.#failure,
      endedAt,
      context: spanContext,
    };
    const failure = failureOf(call);
    const content = this.#content;
    // A verdict is counted also where no span is recorded.
    const isDescribed =
      span.isRecording() || content !== undefined || this.#start.settings.diagnose !== undefined;
    const { measured, all } = endAttributes(call, failure, isDescribed);
    this.#ended = { endedAt, failure, all };
    guard('adding up the calls of an agent', () => this.#agent?.callEnded(measured));
    guard('recording metrics', () => measure(call, measured));
    const { logger, attributes, settings } = this.#start;
    if (content) {
      const details = defined(...wanted(settings.attributes, [attributes, ...all]));
      guard('recording content', () => {
        const onSpan = content.record(logger, spanContext, details);
        if (onSpan) this.#ended = { endedAt, failure, all, content: onSpan };
      });
    }
    if (failure)
      guard('emitting an exception', () => emitException(logger, spanContext, failure, this.#thrown));
  }

  /** Puts the record on the span, and hands the span to the application's hook. */
  #write({ endedAt, failure, all, content }: EndedRecord): void {
    const { span, context: spanContext } = this.#span;
    const isRecording = span.isRecording();
    const { settings, tracer, clock, route } = this.#start;
    if (isRecording) {
      write(span, wanted(settings.attributes, all));
      if (this.#span.adopted) guard('leaving out what a server repeats', () => leaveOut(span, all));
      if (failure) {
        const { message } = failure;
        span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
      }
      if (content) span.setAttributes(content);
    }
    const { responseHook, diagnose } = settings;
    if (responseHook) {
      const info = { method: this.#method, body: this.#body, error: this.#thrown };
      runHook('responseHook', () => responseHook(span, info));
    }
    if (diagnose) this.#diagnose(diagnose, all, endedAt);
    if (isRecording && this.#emitsAttempts())
      emitAttemptSpans(tracer, spanContext, this.#attempts, { route, clock, settings, endedAt });
  }

  /** What the application was thrown, by the call or by its stream. */
  get #thrown(): unknown {
    return this.#error ?? this.#stream?.record.error;
  }

  /** Writes the verdict of the option `diagnose`. */
  #diagnose(diagnose: Diagnose, all: readonly (SpanAttributes | undefined)[], endedAt: number): void {
    const { attributes, clock, open } = this.#start;
    const { span } = this.#span;
    const times = {
      startTime: clock.epoch(clock.startedAt),
      endTime: clock.epoch(endedAt),
      inFlight: open.size - 1,
    };
    const verdict: unknown = runHook('diagnose hook', () =>
      diagnose(defined<Attributes>(attributes, ...all), span, times),
    );
    if (isObject(verdict)) write(span, [verdict as Attributes]);
  }

  get #method(): string {
    return this.#start.attributes['anthropic.sdk.method'] ?? '';
  }

  #emitsAttempts(): boolean {
    const { attemptSpans } = this.#start.settings;
    return attemptSpans === 'always' || (attemptSpans === 'on-retry' && this.#attempts.length > 1);
  }
}
