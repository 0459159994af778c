// Which versions of the SDK are newer than the newest that was checked.
import { expect, test } from 'vitest';
import { isNewer, NEWEST_CHECKED } from '../src/sdk/checked-versions.ts';

const [major = 0, minor = 0, patch = 0] = NEWEST_CHECKED.split('.').map(Number);

test.each<[string | undefined, boolean]>([
  [NEWEST_CHECKED, false],
  [`${major}.${minor}.${patch + 1}`, true],
  [`${major}.${minor + 1}.0`, true],
  [`${major + 1}.0.0`, true],
  [`${major}.${minor + 1}.0-beta.1`, true],
  [`${major}.${minor - 1}.99`, false],
  [`${major - 1}.999.0`, false],
  ['0.50.1', false],
  ['next', false],
  ['', false],
  [undefined, false],
])('%s: %s', (version, newer) => {
  expect(isNewer(version)).toBe(newer);
});
