// Burn rates and their windows, from the SRE workbook for a budget of 30 days.
import type { BurnWindow } from './alert.ts';
import { DAY, HOUR, MINUTE } from './units.ts';

/** Pages: 2 % of the budget in an hour, or 5 % in six hours. */
export const FAST_BURN: readonly BurnWindow[] = [
  { long: HOUR, short: 5 * MINUTE, factor: 14.4 },
  { long: 6 * HOUR, short: 30 * MINUTE, factor: 6 },
];

/** Opens a ticket: 10 % in one day or in three days. */
export const SLOW_BURN: readonly BurnWindow[] = [
  { long: DAY, short: 2 * HOUR, factor: 3 },
  { long: 3 * DAY, short: 6 * HOUR, factor: 1 },
];
