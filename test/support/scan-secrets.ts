// Set-up of the tests: a key, a token or a person's address in what they export fails the test, and so does a step of telemetry that fails.
import { afterEach, expect } from 'vitest';
import { onExport } from './exported.ts';
import { heard, takeFailedSteps } from './failed-steps.ts';
import { secretsIn } from './secrets.ts';

let found: string[] = [];

onExport((text, outlet) => {
  if (outlet === 'diag') heard(text);
  found.push(...secretsIn(text).map((secret) => `${outlet}: ${secret}`));
});

afterEach(() => {
  const all = found;
  found = [];
  const failed = takeFailedSteps();
  expect(all, 'exported').toEqual([]);
  expect(failed, 'steps that failed; one that is to fail is named with stepsFail()').toEqual([]);
});
