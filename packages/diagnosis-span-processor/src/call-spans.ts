// Diagnoses each call once from its spans, which may come from several instrumentations.
import type { Attributes } from '@opentelemetry/api';
import {
  bestOf,
  diagnose,
  isFailed,
  joinFacts,
  retriesBeside,
  type SpanTold,
  tellsOfCall,
  withAttempts,
} from '@sevenstep/checklist';
import { OpenTries } from './diagnosis/open-tries.ts';
import { type CallToDiagnose, isDiagnosed, recordDiagnosis, tagSpan } from './diagnosis/record-diagnosis.ts';
import type { DiagnosisSettings } from './diagnosis/settings.ts';
import type { Guard } from './guard.ts';
import { CallAttempts } from './spans/call-attempts.ts';
import { DuplicateSpans, type EndedSpan, timesOf } from './spans/duplicate-spans.ts';
import { OpenSteps } from './spans/open-steps.ts';
import { readSpan } from './spans/read-span.ts';
import type { ReadableSpanLike } from './spans/span-types.ts';

/** Tracks the calls of a process, or of a trace, in bounded memory. */
export class CallSpans {
  readonly #settings: DiagnosisSettings;
  readonly #guard: Guard;
  readonly #read: typeof readSpan;
  // Without this, two instrumentations' spans of a call would count twice.
  readonly #duplicates = new DuplicateSpans();
  readonly #attempts = new CallAttempts();
  readonly #steps = new OpenSteps();
  readonly #tries = new OpenTries();

  /** @param read reads a span at its start and at its end. */
  constructor(settings: DiagnosisSettings, guard: Guard, read: typeof readSpan = readSpan) {
    this.#settings = settings;
    this.#guard = guard;
    this.#read = read;
  }

  /** The number of calls under way. */
  get inFlight(): number {
    return this.#duplicates.openCalls;
  }

  /** A span began. */
  started(span: ReadableSpanLike): void {
    const { role } = this.#read(span);
    if (role === 'call' || role === 'step') this.#steps.started(span, role === 'step');
    if (role === 'call') this.#duplicates.started(span);
  }

  /**
   * A span ends.
   *
   * @param write writes the diagnosis on the span.
   */
  ended(span: ReadableSpanLike, write: CallToDiagnose['write']): void {
    const { role, statusMessage, ...read } = this.#read(span);
    if (role === 'attempt') {
      const callId = this.#duplicates.othersCallAround(span);
      if (callId !== undefined) this.#attempts.add(callId, { attributes: read.attributes, statusMessage });
    }
    if (role !== 'call') {
      if (role === 'step') this.#endStep(span, { ...read, statusMessage }, write);
      else this.#steps.lost(span);
      // It may have counted as a call when it started.
      this.#duplicates.lost(span);
      return;
    }
    const requests = this.#attempts.take(idOf(span));
    const own = { attributes: withAttempts(read.attributes, requests, statusMessage), statusMessage };
    const around = this.#steps.stepOf(span);
    const stepId = around !== undefined && retriesBeside(own.attributes) ? around : undefined;
    const before = stepId === undefined ? [] : (this.#tries.take(stepId)?.attempts ?? []);
    const attributes = before.length === 0 ? own.attributes : withAttempts(own.attributes, [...before, own]);
    this.#steps.callEnded(span, isFailed({ attributes }));
    const { action, late, joined = [] } = this.#duplicates.ended(span, attributes, statusMessage);
    this.#recordEnded(this.#duplicates.settled());
    if (late !== undefined && !isDiagnosed(late)) this.#recordEnded([{ span: late, ...this.#read(late) }]);
    if (action === 'skip' || isDiagnosed(span)) return;
    const call = { span, attributes, statusMessage, write };
    if (action !== 'diagnose') tagSpan(this.#settings, call);
    else if (stepId !== undefined && isFailed(call)) {
      // The framework may retry it, so the call counts when its step ends.
      const last = { ...call, write: (...diagnosis: Written) => writeEnded(span, ...diagnosis) };
      const tries = { last: joinedCall(last, joined), attempts: [...before, own] };
      const forgotten = this.#tries.put(stepId, tries);
      if (forgotten !== undefined) recordDiagnosis(this.#settings, this.#guard, forgotten.last);
      tagSpan(this.#settings, call);
    } else recordDiagnosis(this.#settings, this.#guard, joinedCall(call, joined));
  }

  /** Counts all calls that wait for another of their spans, or for the end of their step. */
  settle(): void {
    this.#recordEnded(this.#duplicates.settleAll());
    for (const { last } of this.#tries.takeAll()) recordDiagnosis(this.#settings, this.#guard, last);
  }

  /** Records calls from ended spans: no other span of the call came, or our span lacks the failure. */
  #recordEnded(calls: readonly Omit<CallToDiagnose, 'write'>[]): void {
    for (const { span, attributes, statusMessage } of calls)
      recordDiagnosis(this.#settings, this.#guard, {
        span,
        attributes,
        statusMessage,
        write: (...diagnosis) => writeEnded(span, ...diagnosis),
      });
  }

  /** A failed step counts as a call if no call in it failed: after a stream error the AI SDK never ends the call's span. */
  #endStep(
    span: ReadableSpanLike,
    read: Omit<CallToDiagnose, 'span' | 'write'>,
    write: CallToDiagnose['write'],
  ): void {
    const failed = isFailed(read);
    const tries = this.#tries.take(idOf(span));
    if (tries !== undefined) recordDiagnosis(this.#settings, this.#guard, tries.last);
    const { isTold, hasCalls, lost } = this.#steps.stepEnded(span, failed);
    for (const call of lost) this.#duplicates.lost(call);
    if (!failed || isTold || isDiagnosed(span)) return;
    const { attributes, statusMessage } = read;
    if (hasCalls && !tellsOfCall(diagnose(attributes, { statusMessage }))) return;
    this.#steps.callEnded(span, true);
    recordDiagnosis(this.#settings, this.#guard, { span, attributes, statusMessage, write });
  }
}

type Written = Parameters<CallToDiagnose['write']>;

const idOf = (span: ReadableSpanLike): string => span.spanContext?.().spanId ?? '';

/** A call with the facts of all its spans. It writes the diagnosis on each of them. */
function joinedCall(call: CallToDiagnose, others: readonly EndedSpan[]): CallToDiagnose {
  if (others.length === 0) return call;
  const { span, attributes, statusMessage, write } = call;
  const spans: [SpanTold, ...SpanTold[]] = [{ attributes, statusMessage, ...timesOf(span) }, ...others];
  const best = bestOf(spans);
  const facts = joinFacts(
    best,
    spans.filter((one) => one !== best),
  );
  return {
    ...call,
    ...facts,
    joined: others.map((other) => other.span),
    write(...diagnosis) {
      write(...diagnosis);
      for (const other of others) writeEnded(other.span, ...diagnosis);
    },
  };
}

/** Writes on an ended span. It still works if the span is exported later in a batch. */
export function writeEnded(
  { attributes, status }: ReadableSpanLike,
  tags: Attributes,
  description?: string,
): void {
  Object.assign(attributes, tags);
  if (description !== undefined && status !== undefined) Object.assign(status, { message: description });
}
