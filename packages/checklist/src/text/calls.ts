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
  /** A call succeeded after it. */
  #succeeded = false;
  readonly #ids = new Set<string>();

  /** Takes the next error; gives back what is complete. */
  push(next: CallError): readonly TextDiagnosis[] {
    const held = this.#held;
    const joined = held && joinedOf(held, next, this.#succeeded);
    this.#succeeded = false;
    this.#held = joined ?? next;
    return joined === undefined ? this.#give(held) : [];
  }

  /** Text without an error follows, up to `at`. */
  pass(text: string, at: number): readonly TextDiagnosis[] {
    const held = this.#held;
    if (held === undefined) return [];
    if (SUCCESS.test(text)) this.#succeeded = true;
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

const SUCCESS = /\bsucce(?:eded|ssful)|\b200 OK\b|\bstatus\W{1,4}200\b/;

/** Seconds between two attempts: the SDK's time limit is 10 minutes, and it waits 1 at most. */
const MAX_WAIT = 660;

/** Seconds of the day, or since 1970. */
function secondsOf({ time = '' }: TextDiagnosis): number {
  const clock = /(\d\d):(\d\d):(\d\d)/.exec(time)?.slice(1).map(Number);
  return clock?.reduce((sum, part) => sum * 60 + part) ?? Number(time.slice(0, 10));
}

/** Two prints of one error stand as close as this, in characters. */
const NEAR = 600;

/** Both as one, where they are of one call. */
function joinedOf(held: CallError, next: CallError, succeeded: boolean): CallError | undefined {
  const [a] = held.entries;
  const [b] = next.entries;
  const gap = b.start - a.end;
  const sameId = a.requestId !== undefined && a.requestId === b.requestId;
  const otherId = a.requestId !== undefined && b.requestId !== undefined && !sameId;
  if (sameId) return merged(held, next);
  if (held.isAttempt && gap < REACH) {
    const ofCheck = a.check === b.check;
    const mayFollow = succeeded ? ofCheck && isVague(a) : ofCheck || isVague(a) || b.id === UNKNOWN;
    const isLate = secondsOf(b) - secondsOf(a) > MAX_WAIT;
    return !isLate && (mayFollow || a.id === b.id) ? merged(held, next) : undefined;
  }
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
