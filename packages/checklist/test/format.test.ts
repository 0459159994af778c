// One way to write sizes and durations: what was measured is rounded, what is to be waited is rounded up.
import { describe, expect, it } from 'vitest';
import { duration, wait } from '../src/index.ts';
import { bytes } from '../src/texts/format.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [-1, '0 s'],
    [Number.NaN, '0 s'],
    [0.000_47, 'less than 1 ms'],
    [0.02, '20 ms'],
    [0.1234, '120 ms'],
    [0.9999, '1 s'],
    [3.84, '3.8 s'],
    [9.96, '10 s'],
    [61.4, '61 s'],
    [179.4, '179 s'],
    [179.6, '3 min'],
    [600, '10 min'],
    [2 * HOUR, '2 h'],
    [5.5 * HOUR, '5 h 30 min'],
    [2 * DAY, '2 days'],
    [3 * DAY + 4 * HOUR, '3 days 4 h'],
    [3000 * DAY, '3 000 days'],
  ])('%d s is %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('wait', () => {
  it.each([
    [0, '1 s'],
    [0.02, '1 s'],
    [3.8, '4 s'],
    [12, '12 s'],
    [59.1, '60 s'],
    [179.5, '3 min'],
    [200, '4 min'],
    [2 * HOUR + 1, '2 h 1 min'],
    [47 * HOUR + 59.5 * MINUTE, '2 days'],
    [2 * DAY + 1, '2 days 1 h'],
    [9 * DAY, '9 days'],
  ])('%d s is %s', (seconds, text) => {
    expect(wait(seconds)).toBe(text);
  });

  const UNITS = { ms: 0.001, s: 1, min: MINUTE, h: HOUR, days: DAY } as const;
  const secondsIn = (text: string): number =>
    [...text.replaceAll(' 000', '000').matchAll(/([\d.]+) (ms|s|min|h|days)/g)].reduce(
      (sum, [, value, unit]) => sum + Number(value) * UNITS[unit as keyof typeof UNITS],
      0,
    );

  it('is never less than needed, and at most a third more', () => {
    for (let seconds = 1; seconds < 40 * DAY; seconds = seconds * 1.037 + 0.1) {
      expect(secondsIn(wait(seconds)), wait(seconds)).toBeGreaterThanOrEqual(seconds);
      expect(secondsIn(wait(seconds)), wait(seconds)).toBeLessThanOrEqual(
        Math.max(seconds + 1, seconds * 1.34),
      );
    }
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [190_400, '190 kB'],
    [1_000_000, '1 MB'],
    [1_240_000, '1.2 MB'],
    [32_000_000, '32 MB'],
  ])('%d are %s', (value, text) => {
    expect(bytes(value)).toBe(text);
  });
});
