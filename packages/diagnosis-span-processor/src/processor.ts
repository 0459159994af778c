// Writes the diagnosis on each call's span as it ends.
import { type Attributes, SpanStatusCode } from '@opentelemetry/api';
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
import { createGuard, type Guard, reportRuleTo } from './guard.ts';
import { type DiagnosisSpanProcessorOptions, resolveOptions } from './options.ts';
import { CallAttempts } from './spans/call-attempts.ts';
import { DuplicateSpans, type EndedSpan, timesOf } from './spans/duplicate-spans.ts';
import { OpenSteps } from './spans/open-steps.ts';
import { readSpan } from './spans/read-span.ts';
import type { EndingSpanLike, ReadableSpanLike, SpanProcessorLike } from './spans/span-types.ts';

/**
 * Tags spans of Claude API calls that failed, recovered or ended oddly with `anthropic.diagnosis.*`. Other spans and
 * healthy calls stay as they are.
 *
 * A pattern over many calls, such as a retry storm, is on the span that completes it, once per window. It is in `also`
 * if the call has its own diagnosis, else it is the diagnosis.
 *
 * Its place among the processors does not matter if the SDK calls `onEnding` (tried: 2.12 and 3.1). If the SDK does not
 * (tried: 2.1 and 2.2), put it before a `SimpleSpanProcessor`, which exports at once. A `BatchSpanProcessor` exports later
 * and may come at any place.
 *
 * @throws TypeError that names the option and what is wrong with it.
 * @example
 * new NodeSDK({ spanProcessors: [new DiagnosisSpanProcessor(), new BatchSpanProcessor(exporter)] })
 */
export class DiagnosisSpanProcessor implements SpanProcessorLike {
  readonly #settings: DiagnosisSettings;
  readonly #guard: Guard = createGuard('DiagnosisSpanProcessor');
  // One SDK calls it for every span or for none.
  #seesEnding = false;
  // Another instrumentation's span of the same call would count it twice.
  readonly #duplicates = new DuplicateSpans();
  readonly #attempts = new CallAttempts();
  readonly #steps = new OpenSteps();
  readonly #tries = new OpenTries();
  readonly #within = new WeakSet<object>();
  #inFlight = 0;

  constructor(options: DiagnosisSpanProcessorOptions = {}) {
    this.#settings = resolveOptions(
      'DiagnosisSpanProcessor',
      options,
      () => this.#inFlight,
      reportRuleTo(this.#guard),
    );
  }

  /** Counts the calls that are on their way. */
  onStart(span: unknown): void {
    this.#guard('counting a call', () => {
      if (!isSpan(span)) return;
      const { role } = readSpan(span);
      if (role === 'call' || role === 'step') this.#steps.started(span, role === 'step');
      if (role !== 'call') return;
      if (this.#duplicates.started(span)) this.#within.add(span);
      else this.#inFlight += 1;
    });
  }

  /** Tags a span that still takes attributes. */
  onEnding(span: EndingSpanLike): void {
    this.#seesEnding = true;
    this.#guard('diagnosing a span', () =>
      this.#end(span, (...diagnosis) => writeEnding(span, ...diagnosis)),
    );
  }

  /** Tags a span of an SDK that does not call `onEnding`: an ended span refuses `setAttributes`, not a write. */
  onEnd(span: ReadableSpanLike): void {
    if (this.#seesEnding) return;
    this.#guard('diagnosing a span', () => this.#end(span, (...diagnosis) => writeEnded(span, ...diagnosis)));
  }

  /** Counts calls of which another span may still come. */
  forceFlush(): Promise<void> {
    this.#guard('diagnosing calls', () => this.#recordEnded(this.#duplicates.settleAll()));
    return Promise.resolve();
  }

  /** As {@link forceFlush}. */
  shutdown(): Promise<void> {
    return this.forceFlush();
  }

  #end(span: ReadableSpanLike, write: CallToDiagnose['write']): void {
    const { role, statusMessage, ...read } = readSpan(span);
    if (role === 'attempt') {
      const callId = this.#duplicates.othersCallAround(span);
      if (callId !== undefined) this.#attempts.add(callId, { attributes: read.attributes, statusMessage });
    }
    if (role === 'step') this.#endStep(span, { ...read, statusMessage }, write);
    if (role !== 'call') return;
    const requests = this.#attempts.take(idOf(span));
    const own = { attributes: withAttempts(read.attributes, requests, statusMessage), statusMessage };
    const stepId = retriesBeside(own.attributes) ? this.#steps.stepOf(span) : undefined;
    const before = stepId === undefined ? [] : (this.#tries.take(stepId)?.attempts ?? []);
    const attributes = before.length === 0 ? own.attributes : withAttempts(own.attributes, [...before, own]);
    this.#steps.callEnded(span, isFailed({ attributes }));
    this.#oneLess(span);
    const { action, late, joined = [] } = this.#duplicates.ended(span, attributes, statusMessage);
    this.#recordEnded(this.#duplicates.settled());
    if (late !== undefined && !isDiagnosed(late)) this.#recordEnded([{ span: late, ...readSpan(late) }]);
    if (action === 'skip' || isDiagnosed(span)) return;
    const call = { span, attributes, statusMessage, write };
    if (action !== 'diagnose') tagSpan(this.#settings, call);
    else if (stepId !== undefined && isFailed(call)) {
      // It may be sent again: it counts when its step ends.
      const last = { ...call, write: (...diagnosis: Written) => writeEnded(span, ...diagnosis) };
      this.#tries.put(stepId, { last: joinedCall(last, joined), attempts: [...before, own] });
      tagSpan(this.#settings, call);
    } else recordDiagnosis(this.#settings, this.#guard, joinedCall(call, joined));
  }

  /** Calls whose span has ended. No other span of the call came, or it has a failure that our span lacks. */
  #recordEnded(calls: readonly Omit<CallToDiagnose, 'write'>[]): void {
    for (const { span, attributes, statusMessage } of calls)
      recordDiagnosis(this.#settings, this.#guard, {
        span,
        attributes,
        statusMessage,
        write: (...diagnosis) => writeEnded(span, ...diagnosis),
      });
  }

  /** A failed step counts as a call if no call within it failed: the AI SDK's span never ends after an error in a stream. */
  #endStep(
    span: ReadableSpanLike,
    read: Omit<CallToDiagnose, 'span' | 'write'>,
    write: CallToDiagnose['write'],
  ): void {
    const failed = isFailed(read);
    const tries = this.#tries.take(idOf(span));
    if (tries !== undefined) recordDiagnosis(this.#settings, this.#guard, tries.last);
    const { isTold, hasCalls, lost } = this.#steps.stepEnded(span, failed);
    for (const call of lost) {
      this.#duplicates.lost(call);
      this.#oneLess(call);
    }
    if (!failed || isTold || isDiagnosed(span)) return;
    const { attributes, statusMessage } = read;
    if (hasCalls && !tellsOfCall(diagnose(attributes, { statusMessage }))) return;
    this.#steps.callEnded(span, true);
    recordDiagnosis(this.#settings, this.#guard, { span, attributes, statusMessage, write });
  }

  #oneLess(call: ReadableSpanLike): void {
    if (!this.#within.has(call)) this.#inFlight = Math.max(0, this.#inFlight - 1);
  }
}

type Written = Parameters<CallToDiagnose['write']>;

const idOf = (span: ReadableSpanLike): string => span.spanContext?.().spanId ?? '';

/** A call with the facts of all its spans. Its diagnosis is written on each. */
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

/** A span that has as many attributes as its limit drops new ones: what is missing then is written past the limit. */
function writeEnding(span: EndingSpanLike, tags: Attributes, description?: string): void {
  span.setAttributes(tags);
  for (const name of Object.keys(tags)) span.attributes[name] ??= tags[name];
  if (description !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: description });
}

/** A batch is exported later: what is written on an ended span still reaches it. */
function writeEnded({ attributes, status }: ReadableSpanLike, tags: Attributes, description?: string): void {
  Object.assign(attributes, tags);
  if (description !== undefined && status !== undefined) Object.assign(status, { message: description });
}

const isSpan = (span: unknown): span is ReadableSpanLike =>
  typeof span === 'object' &&
  span !== null &&
  'attributes' in span &&
  typeof span.attributes === 'object' &&
  span.attributes !== null;
