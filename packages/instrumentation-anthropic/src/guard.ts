// The one place where a failure of telemetry stops: it is reported to `diag` and goes no further.
import { diag } from '@opentelemetry/api';

/**
 * Runs one step of telemetry. What it throws goes to the OpenTelemetry `diag` logger at debug level; the
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

/** Reports what a step has thrown: for steps that run so often that they do without a closure for {@link guard}. */
export function stepFailed(step: string, problem: unknown): void {
  try {
    diag.debug(`@sevenstep/instrumentation-anthropic: ${step} failed`, problem);
  } catch {
    // A logger that throws is no reason to break a call.
  }
}
