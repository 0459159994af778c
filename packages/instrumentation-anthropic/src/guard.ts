// Stops failures of telemetry and of hooks: each step is reported to `diag` once, and the call goes on.
import { diag } from '@opentelemetry/api';
import { safeExecuteInTheMiddle } from '@opentelemetry/instrumentation';
import { field, isObject } from '@sevenstep/wire';
import { registered } from './registered-api.ts';

const NO_LOGGER = {};

/**
 * The reported steps of each logger: a step that fails on every call would fill the application's log. A step that failed
 * before there was a logger is reported when it fails again.
 */
const reported = new WeakMap<object, Set<string>>();

/**
 * Runs one step of telemetry. The first failure of a step goes to the OpenTelemetry `diag` logger at error level. The
 * result is then `undefined`, and the call goes on without the step.
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
 * Runs a hook of the application's; an error is reported as that of a step. The result of an async hook is `undefined`, and a
 * later rejection is an error, too: without a handler it would end the process.
 *
 * @param expected the result of a hook that has one.
 */
export function runHook<Result>(name: string, run: () => Result, expected?: string): Result | undefined {
  const step = `the ${name}`;
  let hasRun = false;
  const hook = (): Result | undefined => {
    const result = run();
    hasRun = true;
    if (typeof field(result, 'then') !== 'function') return result;
    Promise.resolve(result).then(undefined, (problem) => stepFailed(step, problem));
    if (expected) stepFailed(`${step}, which returned a promise instead of ${expected},`);
    return undefined;
  };
  // It may throw `undefined`.
  const finished = (problem: unknown): void => {
    if (!hasRun) stepFailed(step, problem);
  };
  return safeExecuteInTheMiddle(hook, finished, true);
}

/**
 * Reports what a step has thrown: for steps that run so often that they do without a closure for {@link guard}.
 *
 * @param problem left out where it may quote content
 */
export function stepFailed(step: string, problem?: unknown): void {
  const details = problem === undefined ? [] : [problem];
  try {
    if (!isFirst(step)) return;
    diag.error(
      `@sevenstep/instrumentation-anthropic: ${step} failed; further failures of this step are not reported`,
      ...details,
    );
  } catch {
    // A logger that throws is no reason to break a call.
  }
}

function isFirst(step: string): boolean {
  const logger = registered('diag');
  const key = isObject(logger) ? logger : NO_LOGGER;
  const steps = reported.get(key) ?? new Set();
  reported.set(key, steps);
  if (steps.has(step)) return false;
  steps.add(step);
  return true;
}
