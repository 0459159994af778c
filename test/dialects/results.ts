// The diagnosis of every capture, and the tables of them.

import { diagnose } from '@sevenstep/checklist';
import { isRecord, listOf } from '../../packages/doctor/src/spans/span.ts';
import type { Situation } from '../pasted/client.ts';
import type { Truth } from '../pasted/judge.ts';
import { stepOf } from '../pasted/judge.ts';
import { type Seen, truthOf } from '../pasted/results.ts';
import { ALL_SITUATIONS, drillHash } from '../pasted/situations.ts';
import { type Diagnosed, diagnosedByDoctor, diagnosedLive } from './diagnose.ts';
import { judge, signatureOf, VERDICTS, type Verdict } from './judge.ts';
import type { Capture } from './record.ts';
import type { Sender } from './sender.ts';

/** Who diagnoses. */
export const READERS = ['doctor', 'live'] as const;
export type Reader = (typeof READERS)[number];

/** A capture, read by one of us, and what came of it. */
export interface DialectResult {
  readonly sender: string;
  readonly situation: string;
  readonly reader: Reader;
  readonly truth: Truth;
  readonly diagnosed: Diagnosed;
  readonly verdict: Verdict;
  /** In which its spans are: without a span around them, two instrumentations may begin a trace each. */
  readonly traces: number;
  /** For a capture of several instrumentations, the result of each alone. */
  readonly alone: readonly { readonly verdict: Verdict; readonly calls: number }[];
  /** `undefined` where the capture can tell nothing, or the call is healthy. */
  readonly rightStep: boolean | undefined;
}

/** `sender · situation · reader`: how a result is named in messages. */
export const nameOf = ({ sender, situation, reader }: DialectResult): string =>
  `${sender} · ${situation} · ${reader}`;

/**
 * Reads and judges all captures of a sender.
 *
 * @param seen by situation id: the result of the SDK for TypeScript
 */
export function resultsOf(
  sender: Pick<Sender, 'id' | 'truth' | 'exportsItself'>,
  captures: readonly Capture[],
  seen: ReadonlyMap<string, SeenSituation>,
): DialectResult[] {
  // A log never reaches the span processor.
  const live = (sender.exportsItself ? [] : captures).flatMap(({ resourceLogs: _, ...capture }) =>
    capture.resourceSpans === undefined ? [] : [capture],
  );
  return [...resultsBy('doctor', sender, captures, seen), ...resultsBy('live', sender, live, seen)];
}

function resultsBy(
  reader: Reader,
  { id: sender, truth: truths = {} }: Pick<Sender, 'id' | 'truth'>,
  captures: readonly Capture[],
  seen: ReadonlyMap<string, SeenSituation>,
): DialectResult[] {
  const current = captures.flatMap((capture) => {
    const known = ALL_SITUATIONS.find(({ id }) => id === capture.situation);
    const situation = known && { ...known, truth: truths[known.id] ?? known.truth };
    return situation !== undefined && drillHash(situation) === capture.drill
      ? [{ capture, situation, signature: signatureOf(capture) }]
      : [];
  });
  const same = Map.groupBy(current, ({ signature }) => signature);
  return current.map(({ capture, situation, signature }) => {
    const others = (same.get(signature) ?? []).map((one) => one.situation.truth);
    const tells = !isEmpty(capture) && !others.includes(undefined);
    const alike = others.filter((id) => id !== undefined);
    const text = JSON.stringify(capture);
    const { also = [], inWords, attempt, code } = seen.get(situation.id) ?? {};
    const isCodeLost = code === undefined || !text.includes(code);
    const truth = truthOf(situation, situation.drill?.faults?.[0]?.response, text, {
      also: [
        ...also,
        ...(attempt ?? []),
        ...(isCodeLost && inWords !== undefined ? [inWords] : []),
        ...(/\bCancelledError\b/.test(text) ? CANCELLED : []),
      ],
      alike,
      steps: alike.map(stepOf),
    });
    const read = reader === 'doctor' ? diagnosedByDoctor : diagnosedLive;
    const diagnosed = read(capture);
    const alone = alonesOf(capture).map((one) => {
      const { found, calls } = read(one);
      return { verdict: judge(found, truth, true), calls };
    });
    return {
      alone,
      traces: new Set(text.match(/"traceId":"\w+"/g)).size,
      sender,
      situation: situation.id,
      reader,
      truth,
      diagnosed,
      verdict: judge(diagnosed.found, truth, tells),
      rightStep:
        tells && truth.id !== undefined && !isUnsaid(diagnosed, situation, text, truth.steps)
          ? isRightStep(diagnosed, truth)
          : undefined,
    };
  });
}

/** `asyncio.timeout` cancels the task, as whoever leaves a call does: all that a span has of a deadline is that. */
const CANCELLED = ['connection.aborted', 'response.stream_abandoned'];

/** The result of the SDK for TypeScript in a situation. `attempt` is the result of its first attempt without later ones. */
export interface SeenSituation extends Seen {
  readonly attempt?: readonly string[] | undefined;
}

/** The exports that each instrumentation alone would have made. */
const alonesOf = ({ resourceSpans, ...capture }: Capture): readonly Capture[] =>
  listOf(resourceSpans).flatMap((group) =>
    listOf(isRecord(group) ? group.scopeSpans : undefined).map((scoped) => ({
      ...capture,
      resourceSpans: [{ scopeSpans: [scoped] }],
    })),
  );

const isEmpty = ({ resourceSpans, resourceLogs }: Capture): boolean =>
  resourceSpans === undefined && resourceLogs === undefined;

/**
 * The capture does not show the step, and the diagnosis says so. Either situations of several steps have the same capture, or it counts failed attempts
 * without a reason. Or it has no
 * status, type and code of the answer, and its sentence means nothing without them.
 */
function isUnsaid(
  { found }: Diagnosed,
  { truth, drill }: Situation,
  text: string,
  steps: readonly number[],
): boolean {
  if (found.length === 0 || found.some(({ step }) => step !== 0)) return false;
  if (new Set(steps).size > 1 || found.every(({ id }) => id === 'unknown.recovered')) return true;
  const { status, error } = drill?.faults?.[0]?.response ?? {};
  if (status === undefined || truth === undefined) return false;
  const said = text.replaceAll(/"(?:\w+UnixNano|traceId|spanId|parentSpanId)":"\w+"/g, '');
  const { type = '', code, message } = error ?? {};
  const isKnown = [String(status), type, code].some((one) => one && new RegExp(`\\b${one}\\b`).test(said));
  const alone = diagnose({ ...ANY, 'error.type': '_OTHER' }, { statusMessage: message });
  return !isKnown && alone?.step !== stepOf(truth);
}

const ANY = { 'gen_ai.provider.name': 'anthropic' };

const isRightStep = ({ found }: Diagnosed, truth: Truth): boolean =>
  found.length > 0 &&
  found.every(
    ({ id, step }) =>
      [truth.id, ...truth.alike].some((one) => one !== undefined && step === stepOf(one)) ||
      truth.also.includes(id),
  );

/** The table of senders, in Markdown. */
export function table(senders: readonly Sender[], results: readonly DialectResult[]): string {
  const rows = senders.map(({ id, title }) =>
    row(
      title,
      results.filter(({ sender }) => sender === id),
    ),
  );
  return [
    '| Sender | Captures | Exact | More general | Step only | Wrong | Not found | Tells nothing | Right step |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...rows,
    row('**All**', results),
  ].join('\n');
}

function row(title: string, results: readonly DialectResult[]): string {
  const counts = VERDICTS.map((verdict) => results.filter((result) => result.verdict === verdict).length);
  return `| ${[title, results.length, ...counts, shareOf(results)].join(' | ')} |`;
}

/** In percent of what the captures can tell. */
export function shareOf(results: readonly DialectResult[]): string {
  const can = results.filter(({ rightStep }) => rightStep !== undefined);
  const right = can.filter(({ rightStep }) => rightStep).length;
  return can.length === 0 ? '' : percent(right, can.length);
}

export const percent = (part: number, whole: number): string =>
  whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;

/** A line for each capture of a sender that is not diagnosed exactly, for whoever works on a dialect. */
export const notExact = (results: readonly DialectResult[], sender: string): string =>
  results
    .filter((result) => result.sender === sender && result.verdict !== 'exact')
    .map((result) => {
      const { verdict, rightStep, diagnosed, truth } = result;
      const found = diagnosed.found.map(({ id }) => id).join(', ') || 'nothing';
      const alike = truth.alike.length > 1 ? `; alike: ${truth.alike.join(', ')}` : '';
      return `${verdict}${rightStep === false ? ', wrong step' : ''}: ${nameOf(result)}: ${found}, ${diagnosed.calls} calls${alike}`;
    })
    .toSorted()
    .join('\n');
