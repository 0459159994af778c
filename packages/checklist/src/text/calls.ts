// Joins the printed parts of one call: retried attempts, and an error that several records repeat.
import type { TextDiagnosis } from './text-diagnosis.ts';

/** An error and its place in a call. */
export interface CallError {
  readonly entries: readonly [TextDiagnosis, ...TextDiagnosis[]];
  /** Whether the client will or may retry it. It is then a line of the client's log. */
  readonly isAttempt: boolean;
  /** Whether it is from a log record. */
  readonly logged: boolean;
}

/** How far apart the lines of one call may be, in characters. */
const REACH = 32 * 1024;
/** The most ids to remember. */
const MAX_IDS = 64;

/** Holds an error until it is known whether the next one belongs to the same call. */
export class CallJoiner {
  #held: CallError | undefined;
  /** Whether the text after it reports a success. */
  #succeeded = false;
  readonly #ids = new Set<string>();

  /** Takes the next error and returns the complete ones. */
  push(next: CallError): readonly TextDiagnosis[] {
    const held = this.#held;
    const joined = held && joinedOf(held, next, this.#succeeded);
    this.#succeeded = false;
    this.#held = joined ?? next;
    return joined === undefined ? this.#give(held) : [];
  }

  /** Takes text without an error, up to `at`. */
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

  /** Drops an error whose request id was already reported. */
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

/** Seconds between two attempts: the SDK's timeout of 10 minutes, plus a wait of at most 1 minute. */
const MAX_WAIT = 660;

/** Seconds since midnight, or since 1970. */
function secondsOf({ time = '' }: TextDiagnosis): number {
  const clock = /(\d\d):(\d\d):(\d\d)/.exec(time)?.slice(1).map(Number);
  return clock?.reduce((sum, part) => sum * 60 + part) ?? Number(time.slice(0, 10));
}

/** The distance of two prints of the same error, in characters. */
const NEAR = 600;

/** Merges both if they belong to one call. */
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
  // A proxy's own log decides between the candidates of its next line.
  if (gap < NEAR && next.entries.length > 1 && next.entries.some(({ id }) => id === a.id))
    return merged(next, held);
  if (gap < NEAR && (a.id === UNKNOWN) !== (b.id === UNKNOWN)) return merged(held, next);
  // A general and a detailed print of the same error in sequence. A connection error may also describe an answer.
  if (gap >= NEAR || next.logged) return undefined;
  if (a.step === b.step ? !held.logged && isVague(a) !== isVague(b) : a.id === 'connection.unrecognized')
    return merged(held, next);
  return undefined;
}

const UNKNOWN = 'unknown.unrecognized';

const isVague = ({ specificity }: TextDiagnosis): boolean => specificity === 0;

/** Keeps the more specific error, with the range and evidence of both. */
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
