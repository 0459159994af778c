// Set-up of the tests. A key, a token or an address of a person in what they export fails the test. A step of telemetry that fails does, too.
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
