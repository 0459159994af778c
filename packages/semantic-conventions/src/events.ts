// The table of log events: name, attributes, source of the name, and when it is emitted.
import type { AttributeName, AttributeSource } from './attributes.ts';
import type { MetricAttributeName } from './metrics.ts';

/** Attributes that log events have and spans do not. */
// biome-ignore format: a table is read by column
export const EVENT_ATTRIBUTES = {
  'exception.type': ['string', 'otel', 'The class of the error that the call threw'],
  'exception.message': ['string', 'otel', 'Its message, redacted, as `anthropic.error.message`'],
  'exception.stacktrace': ['string', 'otel', 'The frames of its stack, without the message'],
} as const;

/** The name of an attribute that only log events have. */
export type EventAttributeName = keyof typeof EVENT_ATTRIBUTES;

/** One row of {@link EVENTS}. */
export interface EventSpec {
  readonly attributes: readonly (AttributeName | EventAttributeName | MetricAttributeName)[];
  /** For our own events: attributes that every such event has. The others need a known value. */
  readonly required?: readonly (AttributeName | EventAttributeName | MetricAttributeName)[];
  readonly source: AttributeSource;
  readonly brief: string;
}

/** The parts of a finding. */
const OF_A_FINDING = [
  'anthropic.diagnosis.id',
  'anthropic.diagnosis.step',
  'anthropic.diagnosis.check',
  'anthropic.diagnosis.severity',
  'anthropic.diagnosis.summary',
  'anthropic.diagnosis.cause',
  'anthropic.diagnosis.fix',
  'anthropic.diagnosis.action',
  'anthropic.diagnosis.retryable',
  'anthropic.diagnosis.evidence',
] as const;

type Name =
  | 'gen_ai.client.inference.exception'
  | 'gen_ai.client.operation.exception'
  | 'gen_ai.client.inference.operation.details'
  | 'anthropic.client.retry.wait'
  | 'anthropic.client.diagnosis'
  | 'anthropic.check.change';

const EXCEPTION = ['exception.type', 'exception.message', 'exception.stacktrace'] as const;

/** The attributes of every change of a check. */
const OF_A_CHANGE = [
  'anthropic.check.name',
  'anthropic.check.state',
  'server.address',
  'server.port',
] as const;

/**
 * Every log event of the instrumentation, the diagnosis processor and `doctor check --every`. An event about a call is emitted
 * in the context of its span.
 */
export const EVENTS: Readonly<Record<Name, EventSpec>> = {
  'gen_ai.client.inference.exception': {
    attributes: EXCEPTION,
    source: 'gen_ai',
    brief: 'A call failed; severity WARN',
  },
  'gen_ai.client.operation.exception': {
    attributes: EXCEPTION,
    source: 'gen_ai',
    brief: 'A call failed; severity WARN',
  },
  'gen_ai.client.inference.operation.details': {
    attributes: [
      'gen_ai.system_instructions',
      'gen_ai.input.messages',
      'gen_ai.output.messages',
      'gen_ai.tool.definitions',
    ],
    source: 'gen_ai',
    brief: 'The content of a call, with the attributes of its span; severity DEBUG; opt-in',
  },
  'anthropic.client.retry.wait': {
    attributes: [
      'anthropic.retry.after',
      'http.response.status_code',
      'error.type',
      'http.request.resend_count',
      'anthropic.request.id',
      'anthropic.sdk.method',
      'gen_ai.provider.name',
      'gen_ai.request.model',
      'server.address',
    ],
    required: [
      'anthropic.retry.after',
      'http.response.status_code',
      'http.request.resend_count',
      'anthropic.sdk.method',
    ],
    source: 'sevenstep',
    brief:
      'The SDK begins to wait, because a response asked for it, before it sends the request again; severity WARN, from 10 s on (`longWaitSeconds`). The spans of the call and its attempts are exported when the call ends',
  },
  'anthropic.client.diagnosis': {
    attributes: OF_A_FINDING,
    required: OF_A_FINDING,
    source: 'sevenstep',
    brief:
      'A finding over many calls, once per window, on the call that completed it. It has the severity of the finding, and the summary as its body. The span processor or `diagnoseCall()` emits it',
  },
  'anthropic.check.change': {
    attributes: [...OF_A_CHANGE, ...OF_A_FINDING],
    required: OF_A_CHANGE,
    source: 'sevenstep',
    brief:
      'The state of a check changed, or the diagnosis of its failure. Severity: ERROR for `fail`, WARN for `warn`, INFO for `pass`. The body is a sentence. From `doctor check --every`',
  },
};

/** The name of a log event. */
export type EventName = keyof typeof EVENTS;
