// Joins the printed parts of one call: retried attempts, and one error in several records.
import type { TextDiagnosis } from './text-diagnosis.ts';

/** One error, and what the text says of its place in a call. */
export interface CallError {
  readonly entries: readonly [TextDiagnosis, ...TextDiagnosis[]];
  /** An attempt that the client will repeat, or may: a line of its log. */
  readonly isAttempt: boolean;
  /** A record of a log. */
  readonly logged: boolean;
}

/** So far apart lines of one call may be, in characters. */
const REACH = 32 * 1024;
/** Ids that are remembered. */
const MAX_IDS = 64;

/** Holds an error until it is known whether what follows is of the same call. */
export class CallJoiner {
  #held: CallError | undefined;
  readonly #ids = new Set<string>();

  /** Takes the next error; gives back what is complete. */
  push(next: CallError): readonly TextDiagnosis[] {
    const held = this.#held;
    if (held !== undefined) {
      const joined = joinedOf(held, next);
      if (joined !== undefined) {
        this.#held = joined;
        return [];
      }
    }
    this.#held = next;
    return this.#give(held);
  }

  /** Text without an error follows, up to `at`. */
  pass(at: number): readonly TextDiagnosis[] {
    const held = this.#held;
    if (held === undefined) return [];
    const last = held.entries[0].end;
    if (held.isAttempt ? at - last < REACH : at - last < NEAR) return [];
    return this.end();
  }

  end(): readonly TextDiagnosis[] {
    const held = this.#held;
    this.#held = undefined;
    return this.#give(held);
  }

  /** An id that was reported before is reported again. */
  #give(one: CallError | undefined): readonly TextDiagnosis[] {
    if (one === undefined) return [];
    const { requestId } = one.entries[0];
    if (requestId === undefined) return one.entries;
    if (this.#ids.has(requestId)) return [];
    this.#ids.add(requestId);
    if (this.#ids.size > MAX_IDS) {
      const [oldest = ''] = this.#ids;
      this.#ids.delete(oldest);
    }
    return one.entries;
  }
}

/** Two prints of one error stand as close as this, in characters. */
const NEAR = 600;

/** Both as one, where they are of one call. */
function joinedOf(held: CallError, next: CallError): CallError | undefined {
  const [a] = held.entries;
  const [b] = next.entries;
  const gap = b.start - a.end;
  const sameId = a.requestId !== undefined && a.requestId === b.requestId;
  const otherId = a.requestId !== undefined && b.requestId !== undefined && !sameId;
  if (sameId) return merged(held, next);
  if (held.isAttempt && gap < REACH && (a.check === b.check || isVague(b) || isVague(a)))
    return merged(held, next);
  if (otherId) return undefined;
  if (gap < NEAR && (a.id === UNKNOWN) !== (b.id === UNKNOWN)) return merged(held, next);
  // The same in general and in detail, one after the other. A connection error may also describe an answer.
  if (gap >= NEAR || next.logged) return undefined;
  if (a.step === b.step ? !held.logged && isVague(a) !== isVague(b) : a.id === 'connection.unrecognized')
    return merged(held, next);
  return undefined;
}

const UNKNOWN = 'unknown.unrecognized';

const isVague = ({ specificity }: TextDiagnosis): boolean => specificity === 0;

/** The more specific error stays, with the text of both. */
function merged(held: CallError, next: CallError): CallError {
  const [a] = held.entries;
  const [b] = next.entries;
  const better = closeness(b) >= closeness(a) ? next : held;
  const entries = better.entries.map((entry) => ({
    ...entry,
    start: Math.min(a.start, b.start),
    end: Math.max(a.end, b.end),
    requestId: entry.requestId ?? a.requestId ?? b.requestId,
    time: a.time ?? b.time,
    evidence: [...new Set([...entry.evidence, ...a.evidence, ...b.evidence])].slice(0, MAX_EVIDENCE),
  }));
  const [first = better.entries[0], ...rest] = entries;
  return { entries: [first, ...rest], isAttempt: next.isAttempt, logged: held.logged };
}

const MAX_EVIDENCE = 8;

const closeness = ({ specificity, confidence }: TextDiagnosis): number =>
  specificity * 2 + (confidence === 'certain' ? 1 : 0);
