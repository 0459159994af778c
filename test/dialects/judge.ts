// Compares what we say of a capture with what the situation is, in the light of what the capture can tell.
import { isRecord } from '../../packages/doctor/src/spans/span.ts';
import { judgeOne, type Truth } from '../pasted/judge.ts';
import type { Found } from './diagnose.ts';
import type { Capture } from './record.ts';

/**
 * As of texts (`test/pasted/judge.ts`). `silent`: the capture is that of a healthy call, or empty, so that it can tell nothing,
 * and nothing was found.
 */
export type Verdict = (typeof VERDICTS)[number];
export const VERDICTS = ['exact', 'general', 'step', 'wrong', 'none', 'silent'] as const;

/** The worst of all findings: one call was made. */
export function judge(found: readonly Found[], truth: Truth, tells: boolean): Verdict {
  if (found.length === 0) return truth.id === undefined ? 'exact' : tells ? 'none' : 'silent';
  return found
    .map((one): Verdict => judgeOne(one, truth))
    .reduce((worst, verdict) => (isWorse(verdict, worst) ? verdict : worst));
}

export const isWorse = (a: Verdict, b: Verdict): boolean => RANK.indexOf(a) > RANK.indexOf(b);

/** From good to bad. */
const RANK: readonly Verdict[] = ['exact', 'general', 'step', 'none', 'wrong'];

/**
 * The parts of a capture that distinguish situations. It leaves out times, and also requests, because the drills
 * differ in their requests but users' failures do not.
 */
export function signatureOf({ resourceSpans = [], resourceLogs = [] }: Capture): string {
  return JSON.stringify([resourceSpans, resourceLogs], (key, value: unknown) => {
    if (key.endsWith('UnixNano') || key === 'spanId') return undefined;
    // Spans that end at the same moment come in any order, and are numbered in it.
    if (key === 'parentSpanId') return 'within';
    // Some write them in another order in each run.
    if (Array.isArray(value))
      return value
        .filter((one) => !isAsked(one))
        .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
    return value;
  });
}

const ASKED =
  /(?:request|prompt|input|params|settings|token|usage|cost|invocation|tool|system|message|content|completion|duration|latency|time|sequence)(?![a-z]*_?(?:id$|type))/i;
/** Where in the application a call was made, and the same in words. */
const PLACES = /^code\.|^logfire\.(?:msg|json_schema|level_num)/;
const TELLS = /error|exception|status|reason|retr|attempt|stop|finish/i;

const textOf = (item: unknown, name: 'key' | 'name'): string =>
  String((isRecord(item) ? item[name] : undefined) ?? '');

/** The key of an attribute; `''` for other values. */
const keyOf = (item: unknown): string => textOf(item, 'key');

/** An attribute's key, or the name of a span or an event. */
const nameOf = (item: unknown): string => keyOf(item) || textOf(item, 'name');

const isAsked = (attribute: unknown): boolean => {
  const key = keyOf(attribute);
  return (ASKED.test(key) && !TELLS.test(key)) || PLACES.test(key);
};
