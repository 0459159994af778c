// Starts a subject and makes a first call: that there is something to measure.
import { clientOf, PARAMS } from './application.ts';
import type { Client, Subject, WorkName } from './subject.ts';
import { SUBJECTS } from './subjects.ts';
import { type Listening, type Mode, type Recorded, startTelemetry } from './telemetry.ts';
import { answering } from './transport.ts';
import { run, WORK, type Work } from './work.ts';

export interface Started {
  readonly subject: Subject;
  /** The telemetry of the first call. */
  readonly recorded: Recorded;
}

/** @throws Error when there is no such subject. */
export async function startSubject(name: string, mode: Mode, listening?: Listening): Promise<Started> {
  const subject = SUBJECTS[name];
  if (!subject) throw new Error(`no subject is called '${name}'`);
  const recorded = startTelemetry(mode, listening);
  await subject.start(recorded);
  await clientOf(subject, answering()).messages.create(PARAMS);
  await subject.flush?.();
  return { subject, recorded };
}

/** A subject's client that has done so much of the work that its code is compiled. @throws Error when there is no such subject. */
export async function startWork(
  subjectName = '',
  workName = '',
): Promise<{ readonly work: Work; readonly client: Client }> {
  const work = WORK[workName as WorkName];
  const { subject } = await startSubject(subjectName, work.mode);
  const client = clientOf(subject, work.fetch(), workName as WorkName);
  await run(work, client, work.warmUp);
  return { work, client };
}
