// Collects the calls that the span processor counts, for the engine that looks for patterns over many calls.
import type { Finding } from '@sevenstep/checklist';
import type { ReadableSpanLike } from '@sevenstep/diagnosis-span-processor';
import { type CallSummary, metLimit } from '../../../diagnosis-span-processor/src/patterns/call-summary.ts';
import type { CallListener } from '../../../diagnosis-span-processor/src/patterns/index.ts';

/** A call for the Go program, which passes `summary` on unchanged. */
export interface SeenCall {
  /** Indices of its spans in the given list. */
  readonly spans: readonly number[];
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly fingerprint: string | undefined;
  readonly failed: boolean;
  /** Whether the call, or an attempt of it, got a 429. */
  readonly limited: boolean;
  readonly usesTool: boolean;
  readonly summary: CallSummary;
}

/** The attributes that detectors read. Other attributes may be long and have content. */
const READ = ['http.response.status_code', 'anthropic.retry.reasons', 'anthropic.retry.after'] as const;

/** The engine keeps fingerprints, so a longer one is a mistake or an attack. The Go program has the same bound. */
const MOST_FINGERPRINT = 300;

const STOP_REASON = 'anthropic.message.stop_reason';

/** Claude Code always works in many rounds of tool use, which are not a loop of an application. */
const isClaudeCode = (scope: string | undefined): boolean =>
  scope?.startsWith('com.anthropic.claude_code') === true;

/** Receives calls in place of the detectors. */
export class CallCollector implements CallListener {
  readonly calls: SeenCall[] = [];
  readonly #places: ReadonlyMap<ReadableSpanLike, number>;

  /** @param spans the given spans, in order */
  constructor(spans: readonly ReadableSpanLike[]) {
    this.#places = new Map(spans.map((span, place) => [span, place]));
  }

  see(call: CallSummary, spans: readonly ReadableSpanLike[]): readonly Finding[] {
    const { startedAt, endedAt, failed, attributes, diagnosis } = call;
    const fingerprint =
      call.fingerprint !== undefined && call.fingerprint.length > MOST_FINGERPRINT
        ? undefined
        : call.fingerprint;
    const stopReason = isClaudeCode(spans[0]?.instrumentationScope?.name)
      ? undefined
      : attributes[STOP_REASON];
    const read = Object.fromEntries(READ.map((name) => [name, attributes[name]]));
    this.calls.push({
      spans: spans.flatMap((span) => this.#places.get(span) ?? []),
      startedAt,
      endedAt,
      fingerprint,
      failed,
      limited: metLimit(call),
      usesTool: stopReason === 'tool_use',
      summary: {
        ...call,
        fingerprint,
        attributes: { ...read, [STOP_REASON]: stopReason },
        diagnosis: diagnosis && { id: diagnosis.id, check: diagnosis.check },
      },
    });
    return [];
  }
}
