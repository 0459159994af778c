// The public types: the options, and the arguments of the hooks.
import type { Attributes, Span } from '@opentelemetry/api';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';
import type { GenAiNames } from '@sevenstep/semantic-conventions';
import type { ContentCapture, RedactContent } from './content/index.ts';

/** The argument of `ignoreRequestHook`, and the second one of `requestHook`. */
export interface RequestHookInfo {
  /** The SDK method, such as `messages.create`. */
  readonly method: string;
  /** The request's body as the application gave it. Not a copy: do not change it. */
  readonly body: unknown;
}

/** The second argument of `responseHook`. */
export interface ResponseHookInfo {
  readonly method: string;
  /** The parsed body; `undefined` for a stream, and for a call without one. */
  readonly body: unknown;
  /** The error that the call threw, else `undefined`. */
  readonly error: unknown;
}

/** The times of a call, and how many other calls ran meanwhile. */
export interface CallTimes {
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  /** Milliseconds since the epoch. */
  readonly endTime: number;
  /** Other calls of this instrumentation that are under way. */
  readonly inFlight: number;
}

/**
 * Called just before a call's span ends, with a copy of the finished attributes. The span gets the attributes that it
 * returns.
 */
export type Diagnose = (attributes: Attributes, span: Span, times: CallTimes) => Attributes | undefined;

/** Options of `AnthropicInstrumentation`. */
export interface AnthropicInstrumentationConfig extends InstrumentationConfig {
  /**
   * Which attributes, metrics and log events are recorded. `'conventions'`: those of OpenTelemetry's conventions. `'all'`:
   * our extension `anthropic.*`, too, which the checklist needs.
   *
   * @default 'all'
   */
  attributes?: 'all' | 'conventions';
  /**
   * The names that metrics, events and attributes have. `'latest'`: those of release v0.1.0 of the GenAI conventions.
   * `'previous'`: the previous ones, such as `gen_ai.client.operation.duration`. `'both'`: each under both names, at twice the cost.
   *
   * @default `OTEL_SEMCONV_STABILITY_OPT_IN`, where `gen_ai/previous` and `gen_ai/dup` stand for the last two, else `'latest'`
   */
  genAiNames?: GenAiNames;
  /**
   * Whether a call is observed only when its span has a parent.
   *
   * @default false
   */
  requireParentSpan?: boolean;
  /**
   * Called before a call starts. When it returns `true`, we record no span, metric or event for the call, and the SDK's own span
   * stays as the SDK makes it. When it throws or returns a promise, the call is observed, and the error is reported to `diag`.
   *
   * @default undefined
   * @example ignoreRequestHook: ({ method }) => method === 'messages.count_tokens'
   */
  ignoreRequestHook?: (info: RequestHookInfo) => boolean;
  /**
   * When each attempt of a call gets a child span. `'on-retry'`: when there was more than one attempt.
   *
   * @default 'on-retry'
   */
  attemptSpans?: 'on-retry' | 'always' | 'never';
  /**
   * Which times between the events of a stream `gen_ai.client.inference.time_per_output_chunk` measures.
   * `'sampled'`: the first 16, then every 64th. An event that is measured costs several times as much as one that is not.
   *
   * @default 'sampled'
   */
  chunkTimes?: 'sampled' | 'all';
  /**
   * How call spans are named. `'gen_ai'`: as the GenAI conventions say, `chat {model}`. `'sdk'`: as the SDK names its own
   * spans, `anthropic.messages.create`.
   *
   * @default 'gen_ai'
   */
  spanNames?: 'gen_ai' | 'sdk';
  /**
   * In seconds. A retry that waits at least this long emits the log event `anthropic.client.retry.wait` when the wait begins.
   * Spans are exported only when the call ends. `Infinity` emits no event.
   *
   * @default 10
   */
  longWaitSeconds?: number;
  /**
   * A share of a rate limit. A call that leaves less than this gets the limits on its span; the gauges always have them. Raise
   * it together with the threshold `nearLimitShare` of `DiagnosisSpanProcessor`.
   *
   * @default 0.1
   * @example nearLimitShare: 0.2
   */
  nearLimitShare?: number;
  /**
   * Whether prompts and answers are recorded, and where: on the call's span, in the conventions' event
   * `gen_ai.client.inference.operation.details`, or both. `true` is `'SPAN_AND_EVENT'`, `false` is `'NO_CONTENT'`.
   *
   * @default `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, which takes the same values, else `false`
   */
  captureMessageContent?: boolean | ContentCapture;
  /**
   * The most content that is recorded for one call, in bytes of UTF-8. Cut texts end with a note.
   *
   * @default 65536
   */
  maxContentBytes?: number;
  /**
   * Called with every text before it is recorded. Returns the text to record instead. When it throws, the text is left out.
   *
   * @default undefined
   */
  redactContent?: RedactContent;
  /**
   * Called when a call's span has started, to set your own attributes. An error is reported to `diag`.
   *
   * @default undefined
   * @example requestHook: (span, { body }) => span.setAttribute('app.tenant', tenantOf(body))
   */
  requestHook?: (span: Span, info: RequestHookInfo) => void;
  /**
   * Called just before a call's span ends. An error is reported to `diag`.
   *
   * @default undefined
   */
  responseHook?: (span: Span, info: ResponseHookInfo) => void;
  /**
   * Diagnoses each call without a span processor, even a call whose span is not recorded. It gets all attributes, whatever the
   * option `attributes` says. The attributes that it returns go on the span just before the span ends. An error is reported to `diag`.
   *
   * @default undefined
   * @example diagnose: diagnoseCall() // of @sevenstep/diagnosis-span-processor
   */
  diagnose?: Diagnose;
}
