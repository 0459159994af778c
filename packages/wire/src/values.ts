// Reads values of unknown shape: the SDK's objects hold whatever the application or a server put there.

type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const field = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** Whether `value` is a promise of any library. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  isObject(value) && typeof value.then === 'function';

/**
 * A setting: `settings[name]`, unless it is inherited from `Object.prototype`, where faulty code or an attack on a parser may
 * have put it.
 */
export const setting = <Settings extends object, Name extends keyof Settings>(
  settings: Settings,
  name: Name,
): Settings[Name] | undefined =>
  Object.hasOwn(settings, name) || !(name in Object.prototype) ? settings[name] : undefined;

export const asString = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const asNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A whole number that is not negative, as all counts of the API are. */
export const asCount = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;

/** The value of a JSON text; `undefined` for any other text. */
export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
