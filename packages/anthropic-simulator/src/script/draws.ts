// Draws and ids that look random. The seed, the script's name and the ordinal determine them.
import { createHash } from 'node:crypto';
import type { Fault } from './script.ts';

/** The key of a draw or an id, in addition to its purpose. */
export interface DrawKey {
  readonly seed: number;
  readonly scriptName: string;
  /** The request's ordinal. */
  readonly ordinal: number;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const digest = (key: DrawKey, purpose: string): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([key.seed, key.scriptName, key.ordinal, purpose]))
    .digest();

/** A number from 0 to below 1. The same key and purpose always give the same number. */
export const draw = (key: DrawKey, purpose: string): number =>
  digest(key, purpose).readUIntBE(0, 6) / 2 ** 48;

/** `prefix` and 24 characters of base 62, as in the API's own ids. */
export const idFor = (key: DrawKey, prefix: string): string => {
  const bytes = digest(key, prefix);
  let id = prefix;
  for (let i = 0; i < 24; i++) id += BASE62[(bytes[i] ?? 0) % BASE62.length];
  return id;
};

/**
 * A key for each fault: its name, else its fields. It is independent of the place in the list, so that a new fault does not
 * change other draws. It excludes the probability, so that a higher one keeps the requests that already met the
 * fault. Equal faults get numbers.
 */
export function faultKeys(faults: readonly Fault[]): string[] {
  const seen = new Map<string, number>();
  return faults.map((fault) => {
    const key = fault.name ?? stableJson(withoutProbability(fault));
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count === 0 ? key : `${key} (${count + 1})`;
  });
}

const withoutProbability = (fault: Fault): Fault => {
  if (fault.when?.probability === undefined) return fault;
  const { probability: _, ...when } = fault.when;
  return { ...fault, when };
};

/** JSON with sorted keys, which is the same for equal values. */
const stableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
