// The README's table of SDK versions matches the last results of the matrix.
import { expect, test } from 'vitest';
import { hashOf, matrixSection, README, readRecorded, versions } from '../sdk-matrix/recorded.ts';
import { expectGeneratedSection } from '../support/generated.ts';

const recorded = readRecorded();

test.each(versions)('SDK %s ran as its row says, and nothing failed', (version) => {
  const { hash, features = {} } = recorded[version] ?? {};
  expect(hash, `npm run test:matrix -- --only ${version} --table`).toBe(hashOf(version));
  expect(Object.values(features)).not.toContain('✗');
});

test('the table shows what was recorded', () => {
  expect(Object.keys(recorded)).toEqual(versions);
  expectGeneratedSection(README, 'matrix', matrixSection(recorded));
});
