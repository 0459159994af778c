// Keeps errors of telemetry away from the application.
import { diag } from '@opentelemetry/api';

/** Runs a step and swallows what it throws. The first failure of each step goes to OpenTelemetry's diagnostic log. */
export type Guard = (step: string, run: () => void) => void;

/** A guard that reports each step once, at error level. */
export function createGuard(name: string): Guard {
  const reported = new Set<string>();
  return (step, run) => {
    try {
      run();
    } catch (problem) {
      if (reported.has(step)) return;
      reported.add(step);
      try {
        diag.error(`${name}: ${step} failed; further failures of this step are not reported`, problem);
      } catch {
        // If the logger throws, no place is left to report it.
      }
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
