// Replaces OpenTelemetry's packages in the bundle, for the span processor's imports.

/** As in `@opentelemetry/api`. */
export const SpanStatusCode = { UNSET: 0, OK: 1, ERROR: 2 } as const;

/** As in `@opentelemetry/api-logs`. */
export const SeverityNumber = { INFO: 9, WARN: 13, ERROR: 17 } as const;

/** The errors since the last call of `takeProblems`. */
let problems: string[] = [];

export const takeProblems = (): readonly string[] => {
  const taken = problems;
  problems = [];
  return taken;
};

/** The processor reports the errors of its steps here. */
export const diag = {
  error(message: string, problem?: unknown): void {
    problems.push(problem === undefined ? message : `${message}: ${String(problem)}`);
  },
} as const;

// The Collector has its own metrics and logs.
const ignore = (): void => undefined;
const meter = { createCounter: (): object => ({ add: ignore }) };
const logger = { emit: ignore };
export const metrics: object = { getMeterProvider: () => ({ getMeter: () => meter }) };
export const logs: object = { getLoggerProvider: () => ({ getLogger: () => logger }) };
export const context: object = { active: ignore };
export const trace: object = { setSpanContext: ignore };
