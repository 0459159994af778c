// One call's record: a state machine that is told what happens and finishes its span once.
import { type Attributes, type Context, SpanStatusCode, type TimeInput } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  type Failure,
  isObject,
  type MessageFacts,
  malformedBody,
  messageFacts,
  monotonicNow,
  safeJson,
  unexpectedObject,
  wasNoStream,
} from '@sevenstep/semantic-conventions/builders';
import { Attempt } from './attempt.ts';
import { emitAttemptSpans } from './attempt-spans.ts';
import { defined, write } from './attributes/defined.ts';
import { type EndedCall, endAttributes, failureOf, measure } from './call-end.ts';
import { thrownFailure } from './call-result.ts';
import type { CallSpan } from './call-span.ts';
import type { CallStart } from './call-start.ts';
import { CallStream } from './call-stream.ts';
import type { Diagnose } from './config.ts';
import { ContentRecorder } from './content-recorder.ts';
import { emitException } from './exception-event.ts';
import { guard } from './guard.ts';
import type { StreamWatcher } from './observe-stream.ts';
import { noticeDoublePropagation } from './propagation-notice.ts';
import { isAnswer } from './routes.ts';
import { runIn } from './run-in.ts';
import type { SdkRequestInit } from './sdk-internals.ts';
import { AgentRun } from './tool-runner.ts';

const NOTHING = {};

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
  #headers: Headers | undefined;
  #failure: Failure | undefined;
  /** What was thrown, and what a body was parsed to: for the hook and the event at the end. */
  #error: unknown;
  #body: unknown;
  #content: ContentRecorder | undefined;
  /** A response is there and nobody has begun to read it. */
  #unread = false;
  /** The SDK has ended its span and has no more to say of the call. */
  #sdkEnded = false;
  #finished = false;

  /** @param span starts the call's span; `onEnd` is to be run when somebody else ends it. */
  constructor(start: CallStart, span: (onEnd: (endTime: TimeInput | undefined) => void) => CallSpan) {
    this.#start = start;
    this.#span = span((endTime) => this.#endedBySdk(endTime));
    if (start.route.operation === 'chat') {
      this.#content = guard('recording the content of a request', () =>
        ContentRecorder.for(start.settings, this.#span.span, start.options.body),
      );
    }
    const { requestHook } = start.settings;
    if (requestHook) {
      const info = { method: this.#method, body: start.options.body };
      guard('the requestHook', () => requestHook(this.#span.span, info));
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

  /** The class that makes the call's stream, where it is not the SDK's. Set while the request is built. */
  get streamClass(): unknown {
    return this.#start.options.__streamClass;
  }

  /** Whether the application gets the response to read in its own way, such as the download of a file. */
  get raw(): boolean {
    return this.#start.options.__binaryResponse === true && !this.streamed;
  }

  attemptStarted(url: unknown, init: SdkRequestInit, timeoutMs: number): Attempt {
    // What was failure so far was a reason to try again.
    this.#failure = undefined;
    this.#error = undefined;
    const { client, options } = this.#start;
    if (this.#span.adopted) noticeDoublePropagation(client, init);
    const attempt = new Attempt(url, init, timeoutMs, options.signal);
    this.#attempts.push(attempt);
    return attempt;
  }

  /** The call failed before the application got anything of it. */
  failed(error: unknown): void {
    this.mayHaveFailed(error);
    this.settle();
  }

  /** An attempt failed, and so has the call unless another attempt follows. */
  mayHaveFailed(error: unknown): void {
    guard('recording a failed call', () => {
      this.#fail(error);
      const last = this.#attempts.at(-1);
      // The SDK reads the body of the last failed response only.
      if (last?.status !== undefined && this.#failure) {
        last.apiErrorType = /^\d+$/.test(this.#failure.type) ? undefined : this.#failure.type;
        last.message = this.#failure.message;
      }
    });
  }

  /** The call is over. The SDK ends its own span in its own time. */
  settle(): void {
    guard('finishing a call', () => {
      if (!this.#span.adopted || this.#sdkEnded) this.#finish();
    });
  }

  /** The call was over with `attempt`, if it is still the last. */
  settleAfter(attempt: Attempt): void {
    const { clock } = this.#start;
    const isLast = this.#attempts.at(-1) === attempt && !this.#span.adopted;
    if (isLast) guard('finishing a call', () => this.#finish(clock.epoch(attempt.endedAt ?? monotonicNow())));
  }

  /** A response without a body: nothing is what the application gets. */
  answeredWithNothing({ headers, status }: Response): void {
    if (this.#start.route.operation !== undefined)
      this.#failure = malformedBody({ headers, status, text: '' });
    this.settle();
  }

  /** A response is there. How its body is read decides how the call ends; at the latest it does when it is collected. */
  responded(response: Response): void {
    this.#unread = true;
    this.#headers = response.headers;
    this.#start.open.responded(this, response);
  }

  /** Whether a response is there that nobody has begun to read. */
  get unread(): boolean {
    return this.#unread;
  }

  /** Whether its span has ended. */
  get isOver(): boolean {
    return this.#finished;
  }

  /** Whether somebody watches a stream of the call. */
  get hasStream(): boolean {
    return this.#stream !== undefined;
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

  /** The response was collected and nobody read it to its end. */
  collected(): void {
    guard('ending the span of an abandoned call', () => this.#finish());
  }

  /** The body is read or on its way to somebody: the SDK's end of its span counts from now on. */
  bodyRead(): void {
    this.#unread = false;
    this.settle();
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
    const body = isJson ? (safeJson(value) ?? value) : value;
    this.#body = body;
    const { operation } = this.#start.route;
    if (isObject(body) && !isAnswer(this.#start.route, body)) this.#failure = unexpectedObject(body, headers);
    if (operation === undefined) return;
    this.#content?.answered(body);
    if (isObject(body)) this.#message = messageFacts(body);
    else if (value !== undefined) this.#failure = malformedBody({ headers, text: value });
  }

  /**
   * With `asResponse()` the SDK ends its span at the headers. The application is about to read the body, which has
   * the tokens: the span waits for it.
   */
  #endedBySdk(endTime: TimeInput | undefined): void {
    this.#sdkEnded = true;
    if (!this.#unread) this.#finish(endTime);
  }

  /** Finishes the record and ends the span, once. */
  #finish(endTime?: TimeInput): void {
    if (this.#finished) return;
    this.#finished = true;
    const endedAt = monotonicNow();
    try {
      this.#record(endedAt);
    } finally {
      this.#span.end(endTime ?? this.#start.clock.epoch(endedAt));
      this.#release();
    }
  }

  /** A call that is over keeps nothing of what was sent or answered, however long something keeps the call. */
  #release(): void {
    this.#start.open.delete(this);
    this.#start.client = NOTHING;
    this.#start.options = NOTHING;
    this.#body = undefined;
    this.#error = undefined;
    this.#content = undefined;
    this.#attempts.length = 0;
  }

  #record(endedAt: number): void {
    // The SDK can end its span before our iterator hears of an early exit; or nobody has read at all.
    this.#stream?.record.left();
    const last = this.#attempts.at(-1);
    if (this.#stream && last) last.endedAt = endedAt;
    if (this.#stream && this.#headers && wasNoStream(this.#stream.record, this.#headers)) {
      this.#failure ??= malformedBody({ headers: this.#headers, status: last?.status });
      this.#stream = undefined;
    }
    const { span, context: spanContext } = this.#span;
    const call: EndedCall = {
      start: this.#start,
      attempts: this.#attempts,
      stream: this.#stream?.record,
      message: this.#message,
      failure: this.#failure,
      endedAt,
      context: spanContext,
    };
    const failure = failureOf(call);
    const content = this.#content;
    const { measured, all } = endAttributes(call, failure, span.isRecording() || content !== undefined);
    if (span.isRecording()) write(span, all);
    if (failure) {
      const { message } = failure;
      span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    }
    guard('adding up the calls of an agent', () => this.#agent?.callEnded(measured));
    guard('recording metrics', () => measure(call, measured));
    if (content) {
      const details = defined(this.#start.attributes, ...all);
      guard('recording content', () => content.record(span, this.#start.logger, spanContext, details));
    }
    this.#announce(failure);
    const { diagnose } = this.#start.settings;
    if (diagnose && span.isRecording()) {
      guard('diagnosing a call', () => this.#diagnose(diagnose, all, endedAt));
    }
    if (this.#emitsAttempts() && span.isRecording()) {
      const { tracer, clock } = this.#start;
      emitAttemptSpans(tracer, spanContext, this.#attempts, clock, endedAt);
    }
  }

  /** Tells the log and the application's hook how the call ended. */
  #announce(failure: Failure | undefined): void {
    const { logger, settings } = this.#start;
    const error = this.#error ?? this.#stream?.record.error;
    if (failure) {
      guard('emitting an exception', () => emitException(logger, this.#span.context, failure, error));
    }
    const { responseHook } = settings;
    if (responseHook) {
      const info = { method: this.#method, body: this.#body, error };
      guard('the responseHook', () => responseHook(this.#span.span, info));
    }
  }

  /** Writes the verdict of the option `diagnose`. */
  #diagnose(diagnose: Diagnose, all: readonly (SpanAttributes | undefined)[], endedAt: number): void {
    const { attributes, clock, open } = this.#start;
    const { span } = this.#span;
    const verdict: unknown = diagnose(defined<Attributes>(attributes, ...all), span, {
      startTime: clock.epoch(clock.startedAt),
      endTime: clock.epoch(endedAt),
      inFlight: open.size - 1,
    });
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
