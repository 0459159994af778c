// Diagnoses log records: records with a call from their fields, and exceptions from their text.
import { type Checklist, type Diagnosis, diagnosisAttributes, readTelemetry } from '@sevenstep/checklist';
import { diagnoseText } from '@sevenstep/checklist/text';

/** A record from the Go program. */
export interface GivenRecord {
  /** The name of its event. */
  readonly name: string;
  readonly scope: string;
  readonly body?: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Whether its severity is at least `ERROR`. */
  readonly failed: boolean;
}

const ID = 'anthropic.diagnosis.id';

/** The attributes for a record, and the diagnosis to count. */
export function diagnoseRecord(
  checklist: Pick<Checklist, 'diagnose'>,
  docs: string | undefined,
  record: GivenRecord,
): { readonly attributes: object; readonly diagnosis: object } | undefined {
  if (record.attributes[ID] !== undefined) return undefined;
  const diagnosis = diagnosisOf(checklist, record);
  if (diagnosis === undefined) return undefined;
  const { id, step, severity, action } = diagnosis;
  return { attributes: diagnosisAttributes(diagnosis, docs), diagnosis: { id, step, severity, action } };
}

function diagnosisOf(checklist: Pick<Checklist, 'diagnose'>, record: GivenRecord): Diagnosis | undefined {
  const { role, attributes, statusMessage } = readTelemetry(record);
  if (role === 'call') return checklist.diagnose(attributes, { statusMessage });
  const exception = Object.entries(record.attributes).filter(([name]) => name.startsWith('exception.'));
  if (exception.length === 0) return undefined;
  // The level makes the text a log record. The first of several candidates is the likeliest.
  return diagnoseText(JSON.stringify({ level: 'error', ...Object.fromEntries(exception) }))[0];
}
