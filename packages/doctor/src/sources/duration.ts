// Parses durations such as 90s, 15m, 1h and 2d.
import { UsageError } from '../exit.ts';

const SECONDS: ReadonlyMap<string | undefined, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

interface DurationOptions {
  /** In seconds. @default 0, which is none */
  readonly least?: number;
  /** In seconds. @default any */
  readonly most?: number;
  /** The expected value, for the message. */
  readonly expected?: string;
}

/** @throws UsageError that names the option. @returns seconds */
export function parseDuration(
  option: string,
  text: string,
  {
    least = 0,
    most = Number.POSITIVE_INFINITY,
    expected = 'a time such as 15m, 1h or 2d',
  }: DurationOptions = {},
): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? [];
  const seconds = Number(amount) * (SECONDS.get(unit) ?? Number.NaN);
  if (!(seconds > 0 && seconds >= least && seconds <= most))
    throw new UsageError(`${option}: expected ${expected}, got "${text}"`);
  return seconds;
}
