// The instrumentation's options, and what its hooks are given.
import type { Attributes, Span } from '@opentelemetry/api';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';
import type { ContentCapture, RedactContent } from './content/index.ts';

/** What {@link AnthropicInstrumentationConfig.requestHook} and `ignoreRequestHook` are given. */
export interface RequestHookInfo {
  /** The SDK method, such as `messages.create`. */
  readonly method: string;
  /** The request's body as the application gave it. Not a copy: do not change it. */
  readonly body: unknown;
}

/** What {@link AnthropicInstrumentationConfig.responseHook} is given. */
export interface ResponseHookInfo {
  readonly method: string;
  /** The parsed body, where the call had one; of a stream, nothing. */
  readonly body: unknown;
  /** What the call failed with, where something was thrown. */
  readonly error: unknown;
}

/** When a call began and ended, and what went on beside it. */
export interface CallTimes {
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  /** Milliseconds since the epoch. */
  readonly endTime: number;
  /** Other calls of this instrumentation that have started and not ended. */
  readonly inFlight: number;
}

/**
 * Is given the finished attributes of a call, just before its span ends. What it returns is written on the span. The
 * attributes are a copy.
 */
export type Diagnose = (attributes: Attributes, span: Span, times: CallTimes) => Attributes | undefined;

/** Options of `AnthropicInstrumentation`. */
export interface AnthropicInstrumentationConfig extends InstrumentationConfig {
  /**
   * Which attributes, metrics and log events are recorded. `'conventions'`: those of OpenTelemetry's conventions. `'all'`:
   * also ours, which extend `anthropic.`, and which the checklist diagnoses by.
   *
   * @default 'all'
   */
  attributes?: 'all' | 'conventions';
  /**
   * Observes a call only where there is a span that its own is a child of.
   *
   * @default false
   */
  requireParentSpan?: boolean;
  /**
   * Called before a call starts; `true` leaves the call alone: no span, metric or event of it, and the SDK's own span as the
   * SDK makes it. A call for which the hook throws is observed.
   *
   * @default undefined
   * @example ignoreRequestHook: ({ method }) => method === 'messages.count_tokens'
   */
  ignoreRequestHook?: (info: RequestHookInfo) => boolean;
  /**
   * When the attempts of a call get a child span each. `'on-retry'`: when there was more than one.
   *
   * @default 'on-retry'
   */
  attemptSpans?: 'on-retry' | 'always' | 'never';
  /**
   * Which times between the events of a stream the metric `gen_ai.client.operation.time_per_output_chunk` has.
   * `'sampled'`: the first 16, then every 64th. To record a time costs several times what an event costs otherwise.
   *
   * @default 'sampled'
   */
  chunkTimes?: 'sampled' | 'all';
  /**
   * What call spans are named. `'gen_ai'`: as the GenAI conventions have it, `chat {model}`. `'sdk'`: as the SDK
   * names its own, `anthropic.messages.create`.
   *
   * @default 'gen_ai'
   */
  spanNames?: 'gen_ai' | 'sdk';
  /**
   * When a response asks the SDK to wait at least so many seconds before it retries, the log event
   * `anthropic.client.retry.wait` says so as the wait begins: until the call ends no span tells of it. `Infinity` for no
   * event.
   *
   * @default 10
   */
  longWaitSeconds?: number;
  /**
   * A call that leaves less than this share of a rate limit has the limits on its span; the gauges have them always. To
   * be raised with the threshold `nearLimitShare` of `DiagnosisSpanProcessor`.
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
   * The most content of one call that is recorded, in bytes of UTF-8. What is cut says so.
   *
   * @default 65536
   */
  maxContentBytes?: number;
  /**
   * Given every text before it is recorded; what it returns is recorded instead. A text for which it throws is left
   * out.
   *
   * @default undefined
   */
  redactContent?: RedactContent;
  /**
   * Called when a call's span has started, to set attributes of your own. What it throws is reported to `diag`.
   *
   * @default undefined
   * @example requestHook: (span, { body }) => span.setAttribute('app.tenant', tenantOf(body))
   */
  requestHook?: (span: Span, info: RequestHookInfo) => void;
  /**
   * Called just before a call's span ends. What it throws is reported to `diag`.
   *
   * @default undefined
   */
  responseHook?: (span: Span, info: ResponseHookInfo) => void;
  /**
   * Diagnoses each call without a span processor, also a call whose span is not recorded. What it returns is written on
   * the call's span just before the span ends. What it throws is reported to `diag`.
   *
   * @default undefined
   * @example diagnose: diagnoseCall() // of @sevenstep/diagnosis-span-processor
   */
  diagnose?: Diagnose;
}
