// Turns the probes of a run into a result for each of the seven checks.
import { type Finding, findRule, pageOf } from '@sevenstep/checklist';
import {
  type Action,
  CHECKS,
  type Check,
  type CheckState,
  type Severity,
} from '@sevenstep/semantic-conventions';
import type { ProbeResult } from '../check/probe.ts';

/** Why a check fails or warns. */
export interface Reason {
  readonly summary: string;
  /** The id of the diagnosis; undefined if no rule of the checklist covers the problem. */
  readonly id?: string | undefined;
  readonly action?: Action | undefined;
  readonly page?: string | undefined;
  /** The whole finding, if the reason is one. */
  readonly finding?: Finding | undefined;
}

export interface CheckResult {
  readonly check: Check;
  readonly state: CheckState;
  /** The time that its probes took, with retries. */
  readonly seconds: number;
  /** Set if the check fails or warns. */
  readonly reason?: Reason | undefined;
}

/** The states from worst to best. A check has the state of its worst probe. */
export const WORST_FIRST: readonly CheckState[] = ['fail', 'warn', 'pass', 'skip'];

const SEVERITY: Readonly<Partial<Record<CheckState, Severity>>> = { fail: 'error', warn: 'warning' };

export const checkResults = (probes: readonly ProbeResult[]): readonly CheckResult[] =>
  CHECKS.map((check, index) =>
    checkResult(
      check,
      probes.filter(({ step }) => step === index + 1),
    ),
  );

function checkResult(check: Check, probes: readonly ProbeResult[]): CheckResult {
  const state = WORST_FIRST.find((one) => probes.some(({ status }) => status === one)) ?? 'skip';
  const asked = probes.filter(({ status }) => status !== 'skip');
  return {
    check,
    state,
    seconds: asked.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000,
    reason: reasonOf(state, probes),
  };
}

function reasonOf(state: CheckState, probes: readonly ProbeResult[]): Reason | undefined {
  const severity = SEVERITY[state];
  if (severity === undefined) return undefined;
  const finding = probes.flatMap(({ findings }) => findings).find((one) => one.severity === severity);
  if (finding !== undefined) {
    const { id, action, summary } = finding;
    return { id, action, summary, page: pageOf(id), finding };
  }
  const note = probes.flatMap(({ notes }) => notes)[0];
  if (note !== undefined) {
    const { id, says } = note;
    return { id, action: findRule(id)?.action, summary: says, page: pageOf(id) };
  }
  const hinting = probes.find(({ status, hint }) => status === state && hint !== undefined);
  return { summary: hinting?.hint ?? '' };
}
