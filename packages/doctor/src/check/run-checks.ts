// Makes the checks one after the other, and lets the checklist say what the probes saw.
import { type Diagnosis, diagnose, type Finding } from '@sevenstep/checklist';
import { CHECKS } from './checks.ts';
import type { Check, Mildness, Observation, Result, Seen, Status } from './types.ts';
import type { Walk } from './walk.ts';

/** @param ended is told of each result as it comes */
export async function runChecks(walk: Walk, ended: (result: Result) => void): Promise<readonly Result[]> {
  const results = new Map<string, Result>();
  // What was found out by one check and belongs to the step of a later one.
  const pool: Finding[] = [];
  const reported = new Set<string>();
  for (const check of CHECKS) {
    const blocker = check.dependsOn.map((id) => results.get(id)).find(isClosed);
    const blockedBy = blocker?.blockedBy ?? blocker?.id;
    const start = performance.now();
    const observation: Observation =
      blockedBy === undefined ? await check.probe(walk) : { says: `needs ${blockedBy}`, skipped: true };
    pool.push(...(observation.seen ?? []).flatMap(findingsIn));
    const findings = blockedBy === undefined ? take(pool, check, reported) : [];
    walk.pendingError = pool.some(({ severity }) => severity === 'error');
    const result: Result = {
      id: check.id,
      step: check.step,
      status: statusOf(observation, findings),
      says: observation.says,
      findings,
      notes: observation.notes ?? [],
      hint: observation.hint,
      blockedBy,
      milliseconds: Math.round(performance.now() - start),
    };
    results.set(check.id, result);
    ended(result);
  }
  return [...results.values()];
}

const isClosed = (result: Result | undefined): boolean =>
  result !== undefined && (result.status === 'fail' || result.blockedBy !== undefined);

function findingsIn({ attributes, durationSeconds, atMost }: Seen): readonly Finding[] {
  const diagnosis = diagnose(attributes, { durationSeconds });
  if (diagnosis === undefined) return [];
  const findings = [withoutAlso(diagnosis), ...diagnosis.also];
  return atMost === undefined ? findings : findings.map((finding) => soften(finding, atMost));
}

const withoutAlso = ({ also: _, ...finding }: Diagnosis): Finding => finding;

const soften = (finding: Finding, { severity, why }: Mildness): Finding =>
  finding.severity === 'error' ? { ...finding, severity, evidence: [...finding.evidence, why] } : finding;

/** Findings of this step and of those before, each once. */
function take(pool: Finding[], { step }: Check, reported: Set<string>): readonly Finding[] {
  if (step === undefined) return [];
  const mine = pool.filter((finding) => finding.step <= step);
  pool.splice(0, pool.length, ...pool.filter((finding) => finding.step > step));
  return mine.filter(({ id, severity }) => {
    const key = `${id} ${severity}`;
    return !reported.has(key) && reported.add(key);
  });
}

function statusOf({ skipped, notes = [], hint }: Observation, findings: readonly Finding[]): Status {
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  if (findings.some(({ severity }) => severity === 'warning') || notes.length > 0) return 'warn';
  // What was not tried is no problem, whatever it advises.
  if (skipped === true) return 'skip';
  return hint === undefined ? 'pass' : 'warn';
}
