// Writes figures and quotations the same way in every text.
import { memoizeFew, oneLine, redactSecrets } from '@sevenstep/wire';

/** `50 000`. */
export function count(value: number): string {
  const digits = String(Math.round(value));
  return digits.length <= 3 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** How long something took, from seconds: `20 ms`, `3.8 s`, `61 s`, `10 min`, `5 h 30 min`, `3 days 4 h`. */
export function duration(seconds: number): string {
  if (!(seconds > 0)) return '0 s';
  const milliseconds = Number((seconds * 1000).toPrecision(2));
  if (milliseconds < 1) return 'less than 1 ms';
  if (milliseconds < 1000) return `${milliseconds} ms`;
  const tenths = Math.round(seconds * 10) / 10;
  return tenths < 10 ? `${tenths} s` : inUnits(seconds, Math.round);
}

/** How long to wait, from seconds: never less than needed, so rounded up, and at least `1 s`. */
export function wait(seconds: number): string {
  return inUnits(Math.max(seconds, 1), Math.ceil);
}

/** Seconds below 3 minutes, minutes below 2 hours, hours and minutes below 2 days, then days and hours. */
function inUnits(seconds: number, round: (value: number) => number): string {
  if (round(seconds) < 180) return `${round(seconds)} s`;
  const minutes = round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  if (minutes < 48 * 60) return inTwo(minutes, 60, 'h', 'min');
  return inTwo(round(seconds / 3600), 24, 'days', 'h');
}

function inTwo(value: number, size: number, large: string, small: string): string {
  const rest = value % size;
  return `${count(Math.floor(value / size))} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
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

/** The most characters of a text to redact. Fewer are shown. */
const MAX_READ = 2048;

/** Spans of other programs may have a key or control codes in any attribute. Cached, because calls often fail alike. */
const cleaned = memoizeFew(64, (text) => oneLine(redactSecrets(text).replace(/\s+/g, ' ').trim()));

/** The text in one line without secrets and control codes, cut to a length, between characters. */
export function clip(text: string, length = 160): string {
  const line = cleaned(text.slice(0, MAX_READ));
  return line.length <= length ? line : `${line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The items that exist, in order. */
export function list(...items: readonly (string | false | undefined)[]): readonly string[] {
  return items.filter((item) => typeof item === 'string');
}
