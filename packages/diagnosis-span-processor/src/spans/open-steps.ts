// Tracks open steps and the calls within them: a step counts as a call if only the step reports a failure.
import { parentIdOf } from './parent-id.ts';
import type { ReadableSpanLike } from './span-types.ts';

/** The contents of a step that ends. */
export interface StepEnd {
  /** Whether a call within it reported a failure. */
  readonly isTold: boolean;
  /** Whether a call within it has ended. */
  readonly hasCalls: boolean;
  /** Calls within it that are still open and will never end. */
  readonly lost: readonly ReadableSpanLike[];
}

interface OpenSpan {
  readonly span: ReadableSpanLike;
  readonly traceId: string;
  readonly parentId: string | undefined;
  readonly isStep: boolean;
  isTold: boolean;
  hasCalls: boolean;
}

/** The most open spans to keep, because some never end. */
const MOST_OPEN = 10_000;
/** The most parents to follow, in case they form a cycle. */
const MOST_AROUND = 100;

/** Memory is bounded. Without an open step it keeps no calls. */
export class OpenSteps {
  readonly #open = new Map<string, OpenSpan>();
  #steps = 0;

  /** A step, or a call, began. */
  started(span: ReadableSpanLike, isStep: boolean): void {
    const context = span.spanContext?.();
    if (context === undefined || (this.#steps === 0 && !isStep)) return;
    const { spanId, traceId } = context;
    this.#open.set(spanId, {
      span,
      traceId,
      parentId: parentIdOf(span),
      isStep,
      isTold: false,
      hasCalls: false,
    });
    if (isStep) this.#steps += 1;
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#forget(oldest);
  }

  /** The id of the open step that is the parent of a call. */
  stepOf(span: ReadableSpanLike): string | undefined {
    const parentId = parentIdOf(span);
    return this.#steps > 0 && this.#open.get(parentId ?? '')?.isStep ? parentId : undefined;
  }

  /** A call ended, or a step that counts as one. */
  callEnded(span: ReadableSpanLike, isFailed: boolean): void {
    // A call may outlast its step.
    if (this.#open.size === 0) return;
    const context = span.spanContext?.();
    if (context === undefined) return;
    this.#forget(context.spanId);
    if (this.#steps === 0) return;
    const around = [...this.#around(parentIdOf(span))];
    // A span of another kind may lie between the call and its steps.
    const steps =
      around.length > 0
        ? around
        : [...this.#open.values()].filter(({ traceId }) => traceId === context.traceId);
    for (const step of steps) {
      step.hasCalls = true;
      step.isTold ||= isFailed;
    }
  }

  /** A span ended that is neither a step nor a call. It may have counted as one when it started. */
  lost(span: ReadableSpanLike): void {
    if (this.#open.size > 0) this.#forget(span.spanContext?.().spanId ?? '');
  }

  /** A step ended. */
  stepEnded(span: ReadableSpanLike, isFailed: boolean): StepEnd {
    const spanId = span.spanContext?.().spanId ?? '';
    const step = this.#open.get(spanId);
    this.#forget(spanId);
    const { isTold = false, hasCalls = false } = step ?? {};
    if (!isFailed) return { isTold, hasCalls, lost: [] };
    const lost = [...this.#open].filter(
      ([, { isStep, parentId }]) =>
        !isStep && (parentId === spanId || [...this.#around(parentId)].includes(step as OpenSpan)),
    );
    for (const [id] of lost) this.#forget(id);
    return { isTold, hasCalls, lost: lost.map(([, one]) => one.span) };
  }

  #forget(spanId: string): void {
    if (this.#open.get(spanId)?.isStep) this.#steps -= 1;
    this.#open.delete(spanId);
  }

  *#around(spanId: string | undefined): Generator<OpenSpan> {
    let open = this.#open.get(spanId ?? '');
    for (let count = 0; open !== undefined && count < MOST_AROUND; count++) {
      yield open;
      open = this.#open.get(open.parentId ?? '');
    }
  }
}
