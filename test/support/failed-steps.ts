// Steps of telemetry that fail: a call does not notice, so the test fails instead, unless it says which step is to fail.

/** How the first failure of a step is reported. A test with a logger of its own hears it in place of this. */
const REPORT = / failed; further failures of this step are not reported/;

let reports: string[] = [];
let intended: readonly string[] = [];

/** Hears a line of `diag`. */
export function heard(line: string): void {
  if (REPORT.test(line)) reports.push(line);
}

/** The test that runs makes these steps fail. A step is reported once in a file of tests. */
export function stepsFail(...steps: readonly string[]): void {
  intended = steps;
}

/** Reports since the last time, without the intended ones. */
export function takeFailedSteps(): readonly string[] {
  const unintended = reports.filter((line) => !intended.some((step) => line.includes(`: ${step}`)));
  reports = [];
  intended = [];
  return unintended;
}
