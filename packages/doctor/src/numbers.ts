// Numbers on the command line.
import { UsageError } from './exit.ts';

/** @throws UsageError that names the option, for a value that is not a number or out of range */
export function readNumberOption(
  option: string,
  text: string,
  expected: string,
  isAllowed: (value: number) => boolean,
): number {
  const value = Number(text);
  if (text.trim() !== '' && isAllowed(value)) return value;
  throw new UsageError(`${option}: expected ${expected}, got "${text}"`);
}

/** The same for a whole number within bounds. */
export const readWholeOption = (
  option: string,
  text: string,
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): number =>
  readNumberOption(
    option,
    text,
    most === Number.POSITIVE_INFINITY
      ? `a whole number, at least ${least}`
      : `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  );
