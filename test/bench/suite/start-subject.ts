// Starts a subject and makes a first call: that there is something to measure.
import { clientOf, PARAMS } from './application.ts';
import type { Subject } from './subject.ts';
import { SUBJECTS } from './subjects.ts';
import { type Mode, type Recorded, startTelemetry } from './telemetry.ts';
import { answering } from './transport.ts';

export interface Started {
  readonly subject: Subject;
  /** What it has recorded of the first call. */
  readonly recorded: Recorded;
}

/** @throws Error when there is no such subject. */
export async function startSubject(name: string, mode: Mode): Promise<Started> {
  const subject = SUBJECTS[name];
  if (!subject) throw new Error(`no subject is called '${name}'`);
  const recorded = startTelemetry(mode);
  await subject.start(recorded);
  await clientOf(subject, answering()).messages.create(PARAMS);
  await subject.flush?.();
  return { subject, recorded };
}
