// Writes the telemetry of a call: its span, attempt spans, metrics and log events.
import { type Attributes, type Span, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import { asString, isObject, seconds } from '@sevenstep/wire';
import { AgentRun } from '../agent/agent-run.ts';
import {
  defined,
  leaveOut,
  wanted,
  write,
  writeLate,
  writeMissing,
  writeWhole,
} from '../attributes/defined.ts';
import { spanName } from '../attributes/request.ts';
import type { Attempt } from '../call/attempt.ts';
import type { Call, CallTelemetry } from '../call/call.ts';
import { RecentFailures, type Sent } from '../call/recent-failures.ts';
import { ContentRecorder } from '../content/content-recorder.ts';
import { guard, runHook, stepFailed } from '../guard.ts';
import type { SdkClient, SdkRequestInit } from '../sdk-objects.ts';
import type { Diagnose } from '../types.ts';
import { emitAttemptSpans } from './attempt-spans.ts';
import {
  answerFacts,
  describeEnd,
  endAttributes,
  learnedServer,
  measuredAttributes,
} from './call-attributes.ts';
import { endCallSpan, startCallSpan } from './call-span.ts';
import { emitException, emitLongWait, waitAsked } from './log-events.ts';
import { type CallMetrics, isRecordedChunk } from './metrics.ts';
import { noticeDoublePropagation } from './propagation-notice.ts';

/** The destinations of telemetry. They are looked up each time, because an application may set another provider. */
export interface TelemetrySinks {
  tracer(client: SdkClient): Tracer;
  logger(): Logger;
  metrics(): CallMetrics;
}

export class Telemetry implements CallTelemetry {
  readonly #sinks: TelemetrySinks;
  readonly #recentFailures = new RecentFailures();

  constructor(sinks: TelemetrySinks) {
    this.#sinks = sinks;
  }

  started(call: Call): void {
    const { client, options, route, attributes, settings } = call;
    call.tracer = this.#sinks.tracer(client);
    const sdkName = asString(options.__span?.name);
    startCallSpan(call, call.tracer, spanName(attributes, { route, sdkName, spanNames: settings.spanNames }));
    call.agent = guard('looking for an agent', AgentRun.current);
    const { span } = call;
    if (!span) return;
    if (route.operation === 'chat' && settings.captureMessageContent !== 'NO_CONTENT') {
      call.content = guard('recording the content of a request', () =>
        ContentRecorder.for(settings, span, options.body),
      );
    }
    const { requestHook } = settings;
    if (requestHook) {
      const info = { method: call.method, body: options.body };
      runHook('requestHook', () => requestHook(span, info));
    }
  }

  attemptStarted({ client, options }: Call, init: SdkRequestInit): void {
    if (options.__span) noticeDoublePropagation(client, init);
  }

  attemptRefused(call: Call, attempt: Attempt): void {
    const { client, options, attributes, settings, context } = call;
    const isShort = (attempt.retryAfter ?? 0) < settings.longWaitSeconds;
    if (isShort || settings.attributes === 'conventions') return;
    guard('looking for a long wait', () => {
      const asked = waitAsked(attempt, client, options);
      if (asked !== undefined) emitLongWait(this.#sinks.logger(), context, attempt, asked, attributes);
    });
  }

  chunk(call: Call, waitedMs: number): void {
    const record = call.stream?.record;
    // The first event is not a chunk.
    const count = (record?.eventCount ?? 0) - 1;
    if (!record || count <= 0 || !isRecordedChunk(count, call.settings.chunkTimes)) return;
    // Only once for each stream, because an unusual name is compared with the whole request.
    call.answeringModel ??= answerFacts(call).model ?? '';
    this.#sinks.metrics().chunk(call, seconds(waitedMs), call.answeringModel || undefined);
  }

  ended(call: Call): void {
    const { content, settings, failure, context } = call;
    call.measured = measuredAttributes(call);
    const server = learnedServer(call);
    if (server) {
      Object.assign(call.attributes, server);
      Object.assign(call.measured, server);
    }
    if (failure) this.#recentFailures.failed(sentBy(call));
    // A diagnosis is counted even if no span is recorded.
    if (content || settings.diagnose)
      call.endAttributes = endAttributes(call, this.#recentFailures.mayInclude(sentBy(call)));
    const { agent } = call;
    if (agent)
      guard('adding up the calls of an agent', () => agent.callEnded(call.measured, call.lastAttempt));
    try {
      this.#sinks.metrics().callEnded(call);
    } catch (problem) {
      stepFailed('recording metrics', problem);
    }
    if (content) guard('recording content', () => this.#recordContent(call, content));
    if (failure) {
      const { thrown } = call;
      guard('emitting an exception', () =>
        emitException(this.#sinks.logger(), settings.genAiNames, context, failure, thrown),
      );
    }
  }

  closed(call: Call, others: number): void {
    try {
      if (call.span) this.#write(call, call.span, others);
    } finally {
      endCallSpan(call, call.epoch(call.endedAt ?? call.startedAt));
    }
  }

  #recordContent(call: Call, content: ContentRecorder): void {
    const details = wanted(call.settings.attributes, defined(call.attributes, call.endAttributes));
    call.contentOnSpan = content.record(this.#sinks.logger(), call.context, details);
  }

  /** Writes the result on the span, and passes the span to the hooks. */
  #write(call: Call, span: Span, inFlight: number): void {
    const { failure, measured, settings, spanOwner, tracer } = call;
    const isRecording = span.isRecording();
    const put = spanOwner === 'sdk' ? writeMissing : write;
    if (call.isRecorded) this.#writeEnd(call, span, isRecording ? put : writeLate);
    if (call.isRecorded && call.contentOnSpan) writeWhole(span, call.contentOnSpan);
    if (isRecording && spanOwner === 'sdk')
      guard('leaving out what a server repeats', () => leaveOut(span, measured, call.lastAttempt?.identity));
    if (isRecording && failure) {
      const { message } = failure;
      span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    }
    const { responseHook, diagnose, attemptSpans } = settings;
    if (responseHook) {
      const info = { method: call.method, body: call.body, error: call.thrown };
      runHook('responseHook', () => responseHook(span, info));
    }
    if (diagnose) this.#diagnose(call, span, diagnose, inFlight);
    const emitsAttempts =
      attemptSpans === 'always' || (attemptSpans === 'on-retry' && call.attempts.length > 1);
    if (isRecording && emitsAttempts && tracer) emitAttemptSpans(call, tracer);
  }

  #writeEnd(call: Call, span: Span, put: (span: Span, attributes: Attributes) => void): void {
    const which = call.settings.attributes;
    const add = (attributes: Attributes): void => put(span, wanted(which, attributes));
    if (call.endAttributes) add(call.endAttributes);
    else describeEnd(call, this.#recentFailures.mayInclude(sentBy(call)), add);
  }

  /** Writes the diagnosis of the option `diagnose`. */
  #diagnose(call: Call, span: Span, diagnose: Diagnose, inFlight: number): void {
    const times = {
      startTime: call.epoch(call.startedAt),
      endTime: call.epoch(call.endedAt ?? call.startedAt),
      inFlight,
    };
    const attributes = defined<Attributes>(call.attributes, call.endAttributes);
    const diagnosis: unknown = runHook('diagnose hook', () => diagnose(attributes, span, times), 'an object');
    if (isObject(diagnosis)) write(span, diagnosis as Attributes);
  }
}

/** The parts of a call that are compared with recent failures. */
const sentBy = ({ attributes, options, lastAttempt }: Call): Sent => ({
  attributes,
  body: options.body,
  sentBody: lastAttempt?.body,
});
