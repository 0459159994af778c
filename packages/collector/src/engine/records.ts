// Diagnoses records of a log: those that tell of a call by their fields, and those of exceptions by their words.
import { type Checklist, type Diagnosis, diagnosisAttributes, readTelemetry } from '@sevenstep/checklist';
import { diagnoseText } from '@sevenstep/checklist/text';

/** A record, as the Go program hands it over. */
export interface GivenRecord {
  /** Of its event. */
  readonly name: string;
  readonly scope: string;
  readonly body?: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Its severity is at least `ERROR`. */
  readonly failed: boolean;
}

const ID = 'anthropic.diagnosis.id';

/** What to write on a record, and what to count. */
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
  // With a level it is read as a record. Of several candidates the first is the likeliest.
  return diagnoseText(JSON.stringify({ level: 'error', ...Object.fromEntries(exception) }))[0];
}
