// Writes figures and quotations the same way in every text.

/** `50 000`. */
export function count(value: number): string {
  const digits = String(Math.round(value));
  return digits.length <= 3 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** `0.02 s`, `12 s`, `3 min`: three figures where they matter. */
export function seconds(value: number): string {
  if (value >= 180) return `${Math.round(value / 60)} min`;
  return value >= 10 ? `${Math.round(value)} s` : `${Number(value.toPrecision(2))} s`;
}

/** `90 bytes`, `190 kB`, `1.2 MB`. */
export function bytes(value: number): string {
  if (value < 1000) return plural(value, 'byte');
  return value < 1_000_000
    ? `${Math.round(value / 1000)} kB`
    : `${Number((value / 1_000_000).toPrecision(2))} MB`;
}

/** `1 attempt`, `3 attempts`, `2 retries`. */
export function plural(value: number, noun: string, nouns: string = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : nouns}`;
}

/** The text in one line, cut to a length, between characters. */
export function clip(text: string, length = 160): string {
  const whole = text.toWellFormed();
  const line = /^\s|\s$|\s\s|[^\S ]/.test(whole) ? whole.replace(/\s+/g, ' ').trim() : whole;
  return line.length <= length ? line : `${line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** What is there, in order. */
export function list(...items: readonly (string | false | undefined)[]): readonly string[] {
  return items.filter((item) => typeof item === 'string');
}
