// Removes secrets from every text of every output.
import { redactSecrets } from '@sevenstep/wire';
import { WRITTEN } from './bounds.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface Outgoing {
  /** The text without secrets: those of a known shape, and those of this environment whatever their shape. */
  text(text: string): string;
  /** The same of every text within a value, keys too. */
  value<T>(value: T): T;
  /** Adds a secret to remove from all later output. */
  conceal(...secrets: readonly (string | undefined)[]): void;
}

/** A text of this program, such as a page with a sample key, which is not redacted. */
export class OwnText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const REDACTED = '[redacted]';
/** The end of a text that was cut. */
const CUT = '…';

export function createOutgoing(env: Env): Outgoing {
  const secrets = new Set<string>();
  const conceal = (given: string | undefined) => {
    const secret = given?.trim() ?? '';
    // Shorter values are words that may occur anywhere.
    if (secret.length < SHORTEST_SECRET) return;
    for (const form of formsOf(secret)) secrets.add(form);
  };
  for (const [, secret] of secretsOf(env)) conceal(secret);
  const text = (given: string): string => {
    let clean = given;
    for (const secret of secrets) clean = clean.replaceAll(secret, REDACTED);
    return redactSecrets(withoutCut(clean, secrets));
  };
  return {
    text,
    value: (value) => valueWith(text, value, new WeakMap()),
    conceal: (...more) => more.forEach(conceal),
  };
}

/** A truncated text may end in the beginning of a secret. */
function withoutCut(text: string, secrets: ReadonlySet<string>): string {
  if (!text.includes(CUT)) return text;
  const parts = text.split(CUT);
  return parts
    .map((part, index) => {
      if (index === parts.length - 1) return part;
      const starts = [...secrets].map((secret) => {
        const start = part.lastIndexOf(secret.slice(0, SHORTEST_SECRET));
        return start !== -1 && secret.startsWith(part.slice(start)) ? start : part.length;
      });
      const start = Math.min(part.length, ...starts);
      return start === part.length ? part : `${part.slice(0, start)}${REDACTED}`;
    })
    .join(CUT);
}

/** An object in several places stays one object. */
function valueWith<T>(text: (given: string) => string, given: T, done: WeakMap<object, unknown>): T {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return beginningOf(value, WRITTEN.textLength, text);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof OwnText) return value.text;
    const known = done.get(value);
    if (known !== undefined) return known;
    const clean = cleaned(value);
    done.set(value, clean);
    return clean;
  };
  const cleaned = (value: object): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value instanceof Map) return new Map([...value].map(([key, held]) => [walk(key), walk(held)]));
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [text(key), walk(held)]));
  };
  return walk(given) as T;
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}${CUT}`;

/** The longest secret that is removed whole: a certificate's key, a token with many claims. */
const LONGEST_SECRET = 8 * 1024;

/**
 * The beginning of a text from outside. It is redacted before it is cut, because part of a key is not recognised.
 *
 * @param clean takes secrets out of a text
 */
export function beginningOf(
  text: string,
  length: number,
  clean: (text: string) => string = redactSecrets,
): string {
  const read = text.slice(0, length + LONGEST_SECRET);
  if (read.length === text.length) return cut(clean(text), length);
  // The last part of `read` may be a cut secret.
  return cut(`${clean(read).slice(0, -LONGEST_SECRET)}${CUT}`, length);
}

/** Variables whose values are secrets, by their names. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL/i;
/** Variables that carry headers, of which any may be a credential. */
const HEADERS_NAME = /_HEADERS$/i;
/** Headers without secrets. */
const HARMLESS_HEADER = /^(?:anthropic-(?:beta|version)|accept|content-type|user-agent)$/i;
const SHORTEST_SECRET = 8;

/** Secrets of the environment, with the variable that has each. */
export function secretsOf(env: Env): readonly (readonly [variable: string, secret: string])[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    const found = [
      ...(SECRET_NAME.test(name) ? [value.trim()] : []),
      ...(HEADERS_NAME.test(name) ? headerValues(value) : []),
      ...(value.includes('://') ? passwordsOf(value) : []),
    ];
    return found
      .filter((secret) => secret.length >= SHORTEST_SECRET)
      .map((secret) => [name, secret] as const);
  });
}

/** Of `Name: value` lines, and of `name=value` pairs. */
function headerValues(text: string): string[] {
  return text.split(/[\n,]/).flatMap((pair) => {
    const [, name = '', value = ''] = /^\s*([\w-]+)\s*[:=](.*)$/.exec(pair) ?? [];
    return HARMLESS_HEADER.test(name) ? [] : [value.trim(), ...value.trim().split(/\s+/).slice(1)];
  });
}

/** The passwords of an address: between the user name and the `@`. */
export function passwordsOf(address: string): string[] {
  const [before = address] = /^[\s\S]*?:\/\/[^/?#@:]*:/.exec(address) ?? [];
  const [line = ''] = address.slice(before.length).split('\n', 1);
  const password = line.slice(0, Math.max(line.lastIndexOf('@'), 0));
  return [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A secret as it is, and as JSON, an address, base64 or a table's cell would have it. */
export const formsOf = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret)
    .toString('base64')
    .replace(/(?<!=)=+$/, ''),
  secret.replaceAll('`', "'").replaceAll('|', '\\|'),
];

/**
 * An address as it may be shown: without credentials, query and fragment. Other text loses all up to its last `@`, which
 * may be a password with any characters.
 */
export function shownAddress(address: string): string {
  if (URL.canParse(address)) {
    const { protocol, host, pathname } = new URL(address);
    if (host !== '') return beginningOf(`${protocol}//${host}${pathname === '/' ? '' : pathname}`, 120);
  }
  return beginningOf(
    address.replace(/^([a-z][a-z\d+.-]{0,30}:\/\/)?.*@/is, '$1').replace(/[?#].*/s, ''),
    120,
  );
}
