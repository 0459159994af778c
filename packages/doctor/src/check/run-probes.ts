// Runs the probes one after the other; the checklist turns what they saw into findings.
import { type Diagnosis, diagnose, type Finding } from '@sevenstep/checklist';
import type { Probe, ProbedCall, ProbeReport, ProbeResult, ProbeStatus, SeverityCap } from './probe.ts';
import type { ProbeContext } from './probe-context.ts';
import { PROBES } from './probes.ts';

interface RunOptions {
  /** Called with each result as it comes. */
  readonly ended?: (result: ProbeResult) => void;
  /** Which probes, in their order. @default all */
  readonly probes?: readonly Probe[];
  /** Once it is aborted, no further probe begins. */
  readonly stop?: AbortSignal;
}

export async function runProbes(
  context: ProbeContext,
  { ended, probes = PROBES, stop }: RunOptions,
): Promise<readonly ProbeResult[]> {
  const results = new Map<string, ProbeResult>();
  // Findings of one probe that belong to the step of a later one.
  const pool: Finding[] = [];
  const reported = new Set<string>();
  for (const probe of probes) {
    if (stop?.aborted === true) break;
    const blocker = probe.dependsOn.map((id) => results.get(id)).find(isClosed);
    const blockedBy = blocker?.blockedBy ?? blocker?.id;
    const start = performance.now();
    const report: ProbeReport =
      blockedBy === undefined ? await probe.run(context) : { says: `needs ${blockedBy}`, skipped: true };
    pool.push(...(report.seen ?? []).flatMap(findingsIn));
    const findings = blockedBy === undefined ? findingsOfStep(pool, probe, reported) : [];
    context.pendingError = pool.some(({ severity }) => severity === 'error');
    const result: ProbeResult = {
      id: probe.id,
      step: probe.step,
      status: statusOf(report, findings),
      says: report.says,
      findings,
      notes: report.notes ?? [],
      hint: report.hint,
      blockedBy,
      milliseconds: Math.round(performance.now() - start),
    };
    results.set(probe.id, result);
    ended?.(result);
  }
  return [...results.values()];
}

const isClosed = (result: ProbeResult | undefined): boolean =>
  result !== undefined && (result.status === 'fail' || result.blockedBy !== undefined);

function findingsIn({ attributes, durationSeconds, severityCap }: ProbedCall): readonly Finding[] {
  const diagnosis = diagnose(attributes, { durationSeconds });
  if (diagnosis === undefined) return [];
  const findings = [withoutAlso(diagnosis), ...diagnosis.also];
  return severityCap === undefined ? findings : findings.map((finding) => capSeverity(finding, severityCap));
}

const withoutAlso = ({ also: _, ...finding }: Diagnosis): Finding => finding;

const capSeverity = (finding: Finding, { severity, why }: SeverityCap): Finding =>
  finding.severity === 'error' ? { ...finding, severity, evidence: [...finding.evidence, why] } : finding;

/** Findings of this step and of those before, each once. */
function findingsOfStep(pool: Finding[], { step }: Probe, reported: Set<string>): readonly Finding[] {
  if (step === undefined) return [];
  const mine = pool.filter((finding) => finding.step <= step);
  pool.splice(0, pool.length, ...pool.filter((finding) => finding.step > step));
  return mine.filter(({ id, severity }) => {
    const key = `${id} ${severity}`;
    return !reported.has(key) && reported.add(key);
  });
}

function statusOf({ skipped, notes = [], hint }: ProbeReport, findings: readonly Finding[]): ProbeStatus {
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  if (findings.some(({ severity }) => severity === 'warning') || notes.length > 0) return 'warn';
  // A probe that was skipped is not a problem, even if it has advice.
  if (skipped === true) return 'skip';
  return hint === undefined ? 'pass' : 'warn';
}
