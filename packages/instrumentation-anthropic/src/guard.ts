// Catches failures of telemetry and of hooks, and reports each step to `diag` once. The call continues.
import { diag } from '@opentelemetry/api';
import { safeExecuteInTheMiddle } from '@opentelemetry/instrumentation';
import { isThenable, problemText, ReportedSteps } from '@sevenstep/wire';

const reported = new ReportedSteps();

/**
 * Runs one step of telemetry. If it throws, returns `undefined`, and logs the first failure of the step to OpenTelemetry's
 * `diag` at error level.
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
 * Runs a hook of the application, and reports its error like the error of a step. For an async hook it returns `undefined`,
 * and handles a later rejection, which would otherwise end the process.
 *
 * @param expected what the hook should return, for the message about an async hook.
 */
export function runHook<Result>(name: string, run: () => Result, expected?: string): Result | undefined {
  const step = `the ${name}`;
  let hasRun = false;
  const hook = (): Result | undefined => {
    const result = run();
    hasRun = true;
    if (!isThenable(result)) return result;
    Promise.resolve(result).then(undefined, (problem) => stepFailed(step, problem));
    if (expected) stepFailed(`${step}, which returned a promise instead of ${expected},`);
    return undefined;
  };
  // A hook may throw `undefined`.
  const finished = (problem: unknown): void => {
    if (!hasRun) stepFailed(step, problem);
  };
  return safeExecuteInTheMiddle(hook, finished, true);
}

/**
 * Reports what a step has thrown. For steps that run too often for the closure that {@link guard} needs.
 *
 * @param problem the error; left out if it may quote content
 */
export function stepFailed(step: string, problem?: unknown): void {
  try {
    if (!reported.isFirst(step)) return;
    const details = problem === undefined ? [] : [problemText(problem)];
    diag.error(
      `@sevenstep/instrumentation-anthropic: ${step} failed; further failures of this step are not reported`,
      ...details,
    );
  } catch {
    // A failing logger must not break a call.
  }
}
