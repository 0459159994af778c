// The one place where a failure of telemetry stops: it is reported to `diag` once per step and goes no further.
import { diag } from '@opentelemetry/api';

/** Steps that have failed in this process. A step that fails on every call would otherwise fill the application's log. */
const reported = new Set<string>();

/**
 * Runs one step of telemetry. The first failure of a step goes to the OpenTelemetry `diag` logger at error level; the
 * result is then `undefined` and the call goes on as if the step did not exist.
 */
export function guard<Result>(step: string, run: () => Result): Result | undefined {
  try {
    return run();
  } catch (problem) {
    stepFailed(step, problem);
    return undefined;
  }
}

/**
 * Reports what a step has thrown: for steps that run so often that they do without a closure for {@link guard}.
 *
 * @param problem left out where it may quote content
 */
export function stepFailed(step: string, problem?: unknown): void {
  if (reported.has(step)) return;
  reported.add(step);
  const details = problem === undefined ? [] : [problem];
  try {
    diag.error(
      `@sevenstep/instrumentation-anthropic: ${step} failed; further failures of this step are not reported`,
      ...details,
    );
  } catch {
    // A logger that throws is no reason to break a call.
  }
}
