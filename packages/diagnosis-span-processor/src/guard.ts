// Keeps errors of telemetry away from the application.
import { diag } from '@opentelemetry/api';
import { isThenable, problemText, ReportedSteps } from '@sevenstep/wire';

/**
 * Runs a step and swallows what it throws, or what its promise rejects with, which would otherwise end the process. The first
 * failure of each step goes to OpenTelemetry's diagnostic log.
 */
export type Guard = (step: string, run: () => unknown) => void;

/**
 * A guard that reports each step once, at error level. A step that failed before a logger was set is reported when it fails
 * again.
 */
export function createGuard(name: string): Guard {
  const reported = new ReportedSteps();
  const failed = (step: string, problem: unknown): void => {
    try {
      if (!reported.isFirst(step)) return;
      // The error of a hook or a rule may quote a key.
      const said = problemText(problem);
      diag.error(`${name}: ${step} failed; further failures of this step are not reported`, said);
    } catch {
      // If the logger throws, no place is left to report it.
    }
  };
  return (step, run) => {
    try {
      const result: unknown = run();
      if (isThenable(result)) Promise.resolve(result).then(undefined, (problem) => failed(step, problem));
    } catch (problem) {
      failed(step, problem);
    }
  };
}

/** Reports the error of a custom rule. */
export const reportRuleTo =
  (guard: Guard) =>
  (rule: string, problem: unknown): void =>
    guard(`the rule ${rule}`, () => {
      throw problem;
    });
