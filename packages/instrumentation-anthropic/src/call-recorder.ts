// One call's record: a state machine that is told what happens and finishes its span once.
import { context, SpanStatusCode, type TimeInput, type Tracer } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { Attempt, isTimeout } from './attempt.ts';
import { attemptErrorType, emitAttemptSpans, waitAfter } from './attempt-spans.ts';
import { bodySize } from './attributes/body-size.ts';
import { fingerprint } from './attributes/fingerprint.ts';
import { type MessageFacts, messageAttributes, messageFacts } from './attributes/message.ts';
import { requestShape } from './attributes/shape.ts';
import { isObject } from './attributes/values.ts';
import {
  attemptAttributes,
  type Failure,
  malformedBody,
  streamFailure,
  thrownFailure,
} from './call-result.ts';
import { type CallSpan, defined } from './call-span.ts';
import { type Clock, monotonicNow, seconds } from './clock.ts';
import type { Settings } from './config.ts';
import { ContentRecorder } from './content-recorder.ts';
import { emitException } from './exception-event.ts';
import { guard } from './guard.ts';
import type { CallMetrics, ChunkTimes } from './metrics.ts';
import type { BodyWatcher } from './observe-body.ts';
import { eventsOf } from './observe-raw-stream.ts';
import type { StreamWatcher } from './observe-stream.ts';
import { noticeDoublePropagation } from './propagation-notice.ts';
import type { Route } from './routes.ts';
import type { SdkClient, SdkRequestInit, SdkRequestOptions } from './sdk-internals.ts';
import { StreamRecord } from './stream-record.ts';
import { AgentRun } from './tool-runner.ts';

/** What a recorder is given at the start of its call. */
export interface CallStart {
  readonly client: SdkClient;
  readonly options: SdkRequestOptions;
  readonly route: Route;
  /** Attributes the span started with. */
  readonly attributes: SpanAttributes;
  readonly clock: Clock;
  readonly tracer: Tracer;
  readonly logger: Logger;
  readonly metrics: CallMetrics;
  readonly settings: Settings;
}

export class CallRecorder {
  readonly #start: CallStart;
  readonly #span: CallSpan;
  readonly #agent: AgentRun | undefined = AgentRun.current();
  readonly #attempts: Attempt[] = [];
  #stream: StreamRecord | undefined;
  #chunks: ChunkTimes | undefined;
  #message: MessageFacts | undefined;
  #headers: Headers | undefined;
  #failure: Failure | undefined;
  /** What was thrown, and what a body was parsed to: for the hook and the event at the end. */
  #error: unknown;
  #body: unknown;
  #content: ContentRecorder | undefined;
  #streamWatcher: StreamWatcher | undefined;
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
  }

  /** Runs the call with its span active, so that spans made beneath it are its children. */
  run<Result>(send: () => Result): Result {
    // The SDK has made an adopted span the active one already.
    return this.#span.adopted ? send() : context.with(this.#span.context, send);
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

  /** A response that has no body to read. */
  answeredWithoutBody(): void {
    this.settle();
  }

  /** Watches a body being read: by the SDK, or, also that of a stream's response, by the application itself. */
  bodyWatcher(headers: Headers, signal: AbortSignal): BodyWatcher {
    this.#unread = true;
    this.#headers = headers;
    return {
      parsed: (value) => {
        if (!this.streamed) this.#answered(value, headers);
        else if (typeof value === 'string') this.#streamedAsText(value, signal);
        this.#read();
      },
      failed: (error) => {
        this.#fail(error);
        if (error instanceof SyntaxError) this.#failure = malformedBody(undefined, headers);
        this.#read();
      },
      taken: () => {
        if (this.#unread) this.#read();
      },
      reading: () => {
        // An SDK that is patched reads its own streams, and they are watched there.
        if (this.#streamWatcher) return undefined;
        if (!this.streamed) {
          if (this.#unread) this.#read();
          return undefined;
        }
        const watcher = this.streamWatcher(signal);
        watcher.reading();
        return watcher;
      },
    };
  }

  /**
   * Watches a stream from here on. `signal` is that of the request, which an abort by anybody reaches. The SDK may
   * make more than one stream of a response; one of them is read.
   */
  streamWatcher(signal: AbortSignal): StreamWatcher {
    this.#unread = false;
    this.#streamWatcher ??= this.#watchStream(signal);
    return this.#streamWatcher;
  }

  #watchStream(signal: AbortSignal): StreamWatcher {
    const { route, metrics, attributes } = this.#start;
    const stream = new StreamRecord(route.operation === 'chat');
    this.#stream = stream;
    this.#chunks = metrics.chunkTimes(attributes, this.#span.context);
    const settle = () => {
      const deadline = stream.outcome === 'aborted' && isTimeout(this.#start.options.signal?.reason);
      if (deadline) stream.outcome = 'timeout';
      this.settle();
    };
    // An abort before anybody reads; once somebody does, the reading tells how it ends.
    const aborted = () => {
      stream.outcome ??= 'aborted';
      settle();
    };
    signal.addEventListener('abort', aborted, { once: true });
    return {
      reading: () => signal.removeEventListener('abort', aborted),
      asked: () => stream.asked(),
      event: (event) => {
        const sinceLast = stream.event(event);
        if (sinceLast !== undefined) this.#chunks?.chunk(sinceLast, stream.message.model);
        this.#content?.event(event);
      },
      ended: () => {
        stream.ended(signal);
        settle();
      },
      failed: (error) => {
        stream.failed(error);
        settle();
      },
      left: () => {
        stream.left();
        settle();
      },
    };
  }

  /** Watches the body of an error response. Only that of a call's last attempt is read. */
  refusalWatcher(response: Response): BodyWatcher {
    const { status, headers } = response;
    const refused = (value: unknown) => {
      const text = typeof value === 'string' ? value : '';
      const error = typeof value === 'string' ? parseJson(value, 'json') : value;
      const message = text === '' ? `${status} status code (no body)` : `${status} ${text}`;
      this.failed({ status, headers, message, error: isObject(error) ? error : undefined });
    };
    this.mayHaveFailed({ status, headers, message: `${status} status code (no body)` });
    return { parsed: refused, failed: () => this.settle(), taken: () => undefined, reading: () => undefined };
  }

  /** The response was collected and nobody read it to its end. */
  collected(): void {
    guard('ending the span of an abandoned call', () => this.#finish());
  }

  /** The body is read or on its way to somebody: the SDK's end of its span counts from now on. */
  #read(): void {
    this.#unread = false;
    this.settle();
  }

  #fail(error: unknown): void {
    const { client, options } = this.#start;
    this.#error = error;
    this.#failure = thrownFailure(error, this.#attempts, client, options.signal);
  }

  /** A stream that the application has read as one text. */
  #streamedAsText(text: string, signal: AbortSignal): void {
    if (this.#streamWatcher) return;
    const watcher = eventsOf(this.streamWatcher(signal));
    watcher.reading();
    watcher.event(new TextEncoder().encode(text));
    watcher.ended();
  }

  #answered(value: unknown, headers: Headers): void {
    const body = typeof value === 'string' ? parseJson(value, headers.get('content-type')) : value;
    this.#body = body;
    if (this.#start.route.operation === undefined) return;
    this.#content?.answered(body);
    if (isObject(body)) this.#message = messageFacts(body);
    else if (value !== undefined) this.#failure = malformedBody(value, headers);
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
    const { clock, tracer, attributes } = this.#start;
    const { span } = this.#span;
    try {
      const failure = this.#record(endedAt);
      this.#announce(failure);
      if (this.#emitsAttempts() && span.isRecording()) {
        emitAttemptSpans(tracer, this.#span.context, this.#attempts, attributes, clock, endedAt);
      }
    } finally {
      this.#span.end(endTime ?? clock.epoch(endedAt));
    }
  }

  #record(endedAt: number): Failure | undefined {
    const stream = this.#stream;
    // The SDK can end its span before our iterator hears of an early exit; or nobody has read at all.
    stream?.left();
    const failure = this.#failure ?? (stream && this.#streamFailure(stream));
    const last = this.#attempts.at(-1);
    if (stream && last) last.endedAt = endedAt;
    const { span } = this.#span;
    const gaveUp = this.#start.options.signal?.aborted ?? false;
    const message = messageAttributes(this.#message ?? stream?.message ?? {});
    this.#agent?.callEnded(message);
    const attributes: SpanAttributes = {
      ...attemptAttributes(this.#attempts, failure !== undefined, gaveUp),
      ...message,
      ...stream?.attributes(endedAt),
      ...this.#timeToFirstChunk(stream),
      ...failure?.attributes,
      ...(failure && this.#requestFacts()),
      'error.type': failure?.type,
    };
    span.setAttributes(defined(attributes));
    guard('recording metrics', () => this.#measure(attributes, endedAt));
    guard('recording content', () => {
      const all = { ...this.#start.attributes, ...attributes };
      this.#content?.record(span, this.#start.logger, this.#span.context, all);
    });
    if (failure) {
      span.setStatus({
        code: SpanStatusCode.ERROR,
        ...(failure.message !== undefined && { message: failure.message }),
      });
    }
    return failure;
  }

  /** Tells the log and the application's hook how the call ended. */
  #announce(failure: Failure | undefined): void {
    const { logger, settings } = this.#start;
    const error = this.#error ?? this.#stream?.error;
    if (failure) {
      guard('emitting an exception', () => emitException(logger, this.#span.context, failure, error));
    }
    const { responseHook } = settings;
    if (responseHook) {
      const info = { method: this.#method, body: this.#body, error };
      guard('the responseHook', () => responseHook(this.#span.span, info));
    }
  }

  get #method(): string {
    return this.#start.attributes['anthropic.sdk.method'] ?? '';
  }

  #streamFailure(stream: StreamRecord): Failure | undefined {
    const failure = streamFailure(stream);
    // A page of a gateway is no broken stream: it never was one.
    const isOther = stream.isEmpty && !this.#headers?.get('content-type')?.includes('event-stream');
    return failure && isOther && this.#headers ? malformedBody(undefined, this.#headers) : failure;
  }

  /** What a support ticket needs of the request: never its content. */
  #requestFacts(): SpanAttributes {
    const { body } = this.#start.options;
    if (body === undefined || !this.#span.span.isRecording()) return {};
    return {
      'anthropic.request.shape': requestShape(body),
      'anthropic.request.fingerprint': fingerprint(body),
      'anthropic.request.size': bodySize(this.#attempts.at(-1)?.body),
    };
  }

  /** Recorded for every call, whether or not its span is. */
  #measure(end: SpanAttributes, endedAt: number): void {
    const { metrics, attributes, clock } = this.#start;
    const attempts = this.#attempts;
    metrics.callEnded({
      start: attributes,
      end,
      durationSeconds: seconds(endedAt - clock.startedAt),
      attempts: attempts.map((attempt, index) => ({
        status: attempt.status,
        failure: attempt.failure,
        errorType: attemptErrorType(attempt),
        waitSeconds: waitAfter(attempts, index),
      })),
      stream: this.#stream && this.#chunks && { outcome: this.#stream.outcome, chunks: this.#chunks },
      rateLimits: attempts.at(-1)?.rateLimits ?? [],
      context: this.#span.context,
    });
  }

  #timeToFirstChunk(stream: StreamRecord | undefined): SpanAttributes {
    if (stream?.firstEventAt === undefined) return {};
    const elapsed = stream.firstEventAt - this.#start.clock.startedAt;
    return { 'gen_ai.response.time_to_first_chunk': seconds(elapsed) };
  }

  #emitsAttempts(): boolean {
    const { attemptSpans } = this.#start.settings;
    return attemptSpans === 'always' || (attemptSpans === 'on-retry' && this.#attempts.length > 1);
  }
}

/** The body an application read as text itself. Of anything but JSON, the text. */
function parseJson(text: string, contentType: string | null): unknown {
  if (!contentType?.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
