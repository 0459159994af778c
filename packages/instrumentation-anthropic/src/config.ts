// The instrumentation's options, their defaults, and what is said of a value that is none.
import type { Attributes, Span } from '@opentelemetry/api';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';
import { CONTENT_CAPTURE, type ContentCapture, contentCapture, type RedactContent } from './content/index.ts';

/** What a {@link AnthropicInstrumentationConfig.requestHook} is told. */
export interface RequestHookInfo {
  /** The SDK method, such as `messages.create`. */
  readonly method: string;
  /** The request's body as the application gave it. Not a copy: do not change it. */
  readonly body: unknown;
}

/** What a {@link AnthropicInstrumentationConfig.responseHook} is told. */
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
   * `gen_ai.client.inference.operation.details`, or both.
   *
   * @default `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, else `'NO_CONTENT'`
   */
  captureContent?: ContentCapture;
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

// The first choice of each is its default.
const ATTEMPT_SPANS = ['on-retry', 'always', 'never'] as const;
const CHUNK_TIMES = ['sampled', 'all'] as const;
const SPAN_NAMES = ['gen_ai', 'sdk'] as const;

/** The options in force. */
export interface Settings {
  readonly attemptSpans: (typeof ATTEMPT_SPANS)[number];
  readonly chunkTimes: (typeof CHUNK_TIMES)[number];
  readonly spanNames: (typeof SPAN_NAMES)[number];
  readonly longWaitSeconds: number;
  readonly nearLimitShare: number;
  readonly captureContent: ContentCapture;
  readonly maxContentBytes: number | undefined;
  readonly redactContent: RedactContent | undefined;
  readonly requestHook: AnthropicInstrumentationConfig['requestHook'];
  readonly responseHook: AnthropicInstrumentationConfig['responseHook'];
  readonly diagnose: Diagnose | undefined;
}

/** @throws TypeError that names the option, what it got, and what it takes. */
export function settle(config: AnthropicInstrumentationConfig): Settings {
  return {
    attemptSpans: oneOf('attemptSpans', config.attemptSpans, ATTEMPT_SPANS) ?? ATTEMPT_SPANS[0],
    chunkTimes: oneOf('chunkTimes', config.chunkTimes, CHUNK_TIMES) ?? CHUNK_TIMES[0],
    spanNames: oneOf('spanNames', config.spanNames, SPAN_NAMES) ?? SPAN_NAMES[0],
    longWaitSeconds: positiveNumber('longWaitSeconds', config.longWaitSeconds) ?? 10,
    nearLimitShare: share('nearLimitShare', config.nearLimitShare) ?? 0.1,
    captureContent: contentCapture(oneOf('captureContent', config.captureContent, CONTENT_CAPTURE)),
    maxContentBytes: positiveInteger('maxContentBytes', config.maxContentBytes),
    redactContent: hook(config, 'redactContent'),
    requestHook: hook(config, 'requestHook'),
    responseHook: hook(config, 'responseHook'),
    diagnose: hook(config, 'diagnose'),
  };
}

function hook<Name extends 'redactContent' | 'requestHook' | 'responseHook' | 'diagnose'>(
  config: AnthropicInstrumentationConfig,
  name: Name,
): AnthropicInstrumentationConfig[Name] {
  const value = config[name];
  if (value !== undefined && typeof value !== 'function') refuse(name, value, 'a function');
  return value;
}

function oneOf<Value>(name: string, value: Value | undefined, choices: readonly Value[]): Value | undefined {
  if (value !== undefined && !choices.includes(value)) {
    const words = choices.map((allowed) => `'${allowed}'`);
    refuse(name, value, `one of ${words.join(', ')}`);
  }
  return value;
}

function positiveNumber(name: string, value: number | undefined): number | undefined {
  if (value !== undefined && !(typeof value === 'number' && value > 0))
    refuse(name, value, 'a positive number');
  return value;
}

function share(name: string, value: number | undefined): number | undefined {
  if (value !== undefined && !(typeof value === 'number' && value >= 0 && value <= 1))
    refuse(name, value, 'a number from 0 to 1');
  return value;
}

function positiveInteger(name: string, value: number | undefined): number | undefined {
  if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
    refuse(name, value, 'a positive integer');
  return value;
}

function refuse(name: string, value: unknown, expected: string): never {
  throw new TypeError(`AnthropicInstrumentation: ${name} is ${JSON.stringify(value)}; expected ${expected}`);
}
