// The verdict on one call that ends: what is written on its span, and who is told.
import type { Attributes } from '@opentelemetry/api';
import { type AttributesLike, type Diagnosis, diagnosisAttributes, type Finding } from '@sevenstep/checklist';
import type { Guard } from './guard.ts';
import type { Settings } from './options.ts';
import type { ReadableSpanLike } from './span-types.ts';
import { endedCall } from './windows/call.ts';

/** A call that ends. */
export interface EndingCall {
  /** The span it is read from, which is passed on to `onDiagnosis`. */
  readonly span: ReadableSpanLike;
  /** Its attributes in the words of the conventions. */
  readonly attributes: AttributesLike;
  readonly statusMessage: string | undefined;
  /** Writes the verdict. */
  readonly write: (tags: Attributes) => unknown;
}

// Spans that were looked at: beside the function, the processor must not count the same call again.
const judged = new WeakSet<object>();

/** Marks a span whose call was looked at. */
export const markJudged = (span: object): unknown => judged.add(span);

/** Whether the call of a span was looked at, or the span has a verdict. */
export const isJudged = (span: ReadableSpanLike): boolean =>
  judged.has(span) || span.attributes['anthropic.diagnosis.id'] !== undefined;

/** Writes the verdict on a call that was counted by another span of it. */
export function tag(
  { checklist, docs }: Settings,
  { span, attributes, statusMessage, write }: EndingCall,
): void {
  const diagnosis = checklist.diagnose(attributes, {
    durationSeconds: secondsOf(span.duration),
    statusMessage,
  });
  if (diagnosis !== undefined) write(diagnosisAttributes(diagnosis, docs));
}

/** Writes the verdict on a call, if there is one, counts it, and tells the application. */
export function judge(settings: Settings, guard: Guard, call: EndingCall): void {
  const { checklist, count, log, onDiagnosis, docs } = settings;
  const { span, attributes, statusMessage, write } = call;
  const durationSeconds = secondsOf(span.duration);
  const own = checklist.diagnose(attributes, { durationSeconds, statusMessage });
  const tripped = trippedBy(settings, span, attributes, own);
  const [primary, ...beside] = own === undefined ? tripped : [own, ...tripped];
  if (primary === undefined) return;
  const diagnosis = { ...primary, also: [...(own?.also ?? []), ...beside] };
  write(diagnosisAttributes(diagnosis, docs));
  // A finding over many calls is news of its own, also where it stands beside a verdict.
  const news = [diagnosis, ...beside.map(alone)];
  for (const each of news) guard('counting a diagnosis', () => count(each));
  for (const each of tripped) guard('emitting a finding', () => log(each, span));
  for (const each of news) guard('onDiagnosis', () => onDiagnosis?.(each, span));
}

function trippedBy(
  { windows }: Settings,
  span: ReadableSpanLike,
  attributes: AttributesLike,
  own: Diagnosis | undefined,
): readonly Finding[] {
  const call = windows && endedCall(span, attributes, own);
  return call === undefined ? [] : (windows?.see(call) ?? []);
}

/** A finding as a verdict of its own. */
const alone = (finding: Finding): Diagnosis => ({ ...finding, also: [] });

const secondsOf = (duration: ReadableSpanLike['duration']): number | undefined =>
  duration === undefined ? undefined : duration[0] + duration[1] / 1e9;
