// Records the diagnosis of a call that ends: on its span, in the metric, as a log event and to `onDiagnosis`.
import type { Attributes } from '@opentelemetry/api';
import {
  type AttributesLike,
  type Diagnosis,
  describeStatus,
  diagnosisAttributes,
  type Finding,
  isFailed,
} from '@sevenstep/checklist';
import type { Guard } from '../guard.ts';
import { summarizeCall } from '../patterns/call-summary.ts';
import type { ReadableSpanLike } from '../spans/span-types.ts';
import type { DiagnosisSettings } from './settings.ts';

/** An ended call to diagnose. */
export interface CallToDiagnose {
  /** The span of the call, for `onDiagnosis`. */
  readonly span: ReadableSpanLike;
  /** The attributes under the conventions' names. */
  readonly attributes: AttributesLike;
  readonly statusMessage: string | undefined;
  /** Other spans of the call, which get the same diagnosis. */
  readonly joined?: readonly ReadableSpanLike[];
  /** Writes the diagnosis on the span, and the description of the status if the call failed. */
  readonly write: (tags: Attributes, description?: string) => unknown;
}

// Diagnosed spans, so that the processor does not count a call again after `diagnoseCall`.
const diagnosed = new WeakSet<object>();

/** Marks a span as diagnosed, even if nothing was found. */
export const markDiagnosed = (span: object): unknown => diagnosed.add(span);

/** Whether the call of a span was diagnosed. */
export const isDiagnosed = (span: ReadableSpanLike): boolean =>
  diagnosed.has(span) || span.attributes['anthropic.diagnosis.id'] !== undefined;

/** Writes the diagnosis on a span without counting the call, which another span counts. */
export function tagSpan(settings: DiagnosisSettings, call: CallToDiagnose): void {
  const { span, attributes, statusMessage } = call;
  const durationSeconds = secondsOf(span.duration);
  const diagnosis = settings.checklist.diagnose(attributes, { durationSeconds, statusMessage });
  if (diagnosis !== undefined) writeDiagnosis(settings, call, diagnosis);
}

function writeDiagnosis(
  { docs, describeStatus: describes }: DiagnosisSettings,
  { attributes, statusMessage, write }: CallToDiagnose,
  diagnosis: Diagnosis,
): void {
  const tags = diagnosisAttributes(diagnosis, docs);
  if (describes && isFailed({ attributes })) write(tags, describeStatus(diagnosis, statusMessage));
  else write(tags);
}

/** Diagnoses a call: writes the diagnosis on its span, counts it, and passes it to `onDiagnosis`. */
export function recordDiagnosis(settings: DiagnosisSettings, guard: Guard, call: CallToDiagnose): void {
  const { checklist, count, log, onDiagnosis } = settings;
  const { span, attributes, statusMessage } = call;
  const durationSeconds = secondsOf(span.duration);
  const own = checklist.diagnose(attributes, { durationSeconds, statusMessage });
  const fromPatterns = patternFindings(settings, call, own);
  const [primary, ...beside] = own === undefined ? fromPatterns : [own, ...fromPatterns];
  if (primary === undefined) return;
  const diagnosis = { ...primary, also: [...(own?.also ?? []), ...beside] };
  writeDiagnosis(settings, call, diagnosis);
  // A pattern's finding counts even if the call has its own diagnosis.
  const diagnoses = [diagnosis, ...beside.map(asDiagnosis)];
  for (const each of diagnoses) guard('counting a diagnosis', () => count(each));
  for (const each of fromPatterns) guard('emitting a finding', () => log(each, span));
  for (const each of diagnoses) guard('onDiagnosis', () => onDiagnosis?.(each, span));
}

function patternFindings(
  { listener }: DiagnosisSettings,
  { span, joined = [], attributes }: CallToDiagnose,
  own: Diagnosis | undefined,
): readonly Finding[] {
  const call = listener && summarizeCall(span, attributes, own);
  return call === undefined ? [] : (listener?.see(call, [span, ...joined]) ?? []);
}

/** A finding as a separate diagnosis. */
const asDiagnosis = (finding: Finding): Diagnosis => ({ ...finding, also: [] });

const secondsOf = (duration: ReadableSpanLike['duration']): number | undefined =>
  duration === undefined ? undefined : duration[0] + duration[1] / 1e9;
