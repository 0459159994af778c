// Finds what an application registered through any copy of OpenTelemetry's API, and which steps were reported to its logger.
import { field, isObject } from './values.ts';

/** The global in which every copy of the API keeps what was registered, and its version (`src/internal/global-utils.ts` of 1.x). */
const API = Symbol.for('opentelemetry.js.api.1');

/** A registered provider or logger, or the version. `logs` exists from API 1.10 on. */
export const registered = (name: 'diag' | 'logs' | 'trace' | 'version'): unknown =>
  field(Reflect.get(globalThis, API), name);

const NO_LOGGER = {};

/** The reported steps of each logger, because a step that fails on every call would fill the log. */
export class ReportedSteps {
  readonly #ofLogger = new WeakMap<object, Set<string>>();

  /** Whether `step` was not reported to the current logger. A step that failed before a logger was set is reported when it fails again. */
  isFirst(step: string): boolean {
    const logger = registered('diag');
    const key = isObject(logger) ? logger : NO_LOGGER;
    const steps = this.#ofLogger.get(key) ?? new Set();
    this.#ofLogger.set(key, steps);
    if (steps.has(step)) return false;
    steps.add(step);
    return true;
  }
}
