// The fingerprint of a request: a hash that is the same in every process and does not reveal the content.
import { builtinModule } from '../runtime.ts';

/** The most UTF-16 units of canonical JSON to hash: about 10 ms of work. */
const MAX_HASHED = 2 * 1024 * 1024;
/** Suffix if only the beginning of a long request was hashed. Requests with the same beginning share the fingerprint. */
export const PARTIAL_SUFFIX = '-partial';

/**
 * Fields that may differ when the same request is sent twice: how the response is delivered, the user, and the
 * application's request ids.
 */
const LEFT_OUT: ReadonlySet<string> = new Set(['stream', 'metadata', 'user_profile_id', 'diagnostics']);

const DIGITS = 16;
const MAX_DEPTH = 64;
const MAX_VALUES = 100_000;
/** Pieces are joined up to this length: each update of a hash has its own cost. */
const PIECE_LENGTH = 64 * 1024;

interface Hash {
  update(text: string, encoding: 'utf8'): unknown;
  digest(encoding: 'hex'): string;
}

/**
 * The first 16 hex digits of the SHA-256 of the body as canonical JSON (RFC 8785: keys sorted, no blanks). The first level
 * has no {@link LEFT_OUT}. Synchronous, because a call is about to fail; so runtimes without `node:crypto` have no
 * fingerprint.
 *
 * The hash has no key, so that it is the same everywhere. Someone who guesses a whole request can confirm the guess.
 *
 * @returns `undefined` for a body that is not JSON (a form, bytes), or that could not be read.
 */
export function fingerprint(body: unknown): string | undefined {
  try {
    if (typeof body !== 'object' || body === null || !isJson(body)) return undefined;
    const hash = sha256();
    if (!hash) return undefined;
    const text = new CanonicalText(hash);
    text.body(body);
    const digest = hash.digest('hex').slice(0, DIGITS);
    return text.isWhole ? digest : digest + PARTIAL_SUFFIX;
  } catch {
    // A getter that throws, or a cycle: the SDK could not have sent it.
    return undefined;
  }
}

/** Whether the SDK sends `body` as JSON (`buildBody`, `src/client.ts`), not as something that `fetch` takes directly. */
const isJson = (body: object): boolean =>
  !ArrayBuffer.isView(body) &&
  !(Symbol.asyncIterator in body) &&
  !NOT_JSON.some((name) => Reflect.get(globalThis, name) && body instanceof Reflect.get(globalThis, name));

const NOT_JSON = ['ArrayBuffer', 'Blob', 'FormData', 'URLSearchParams', 'ReadableStream'];

const sha256 = (): Hash | undefined => builtinModule('node:crypto')?.createHash('sha256');

/** Writes canonical JSON into a hash, up to {@link MAX_HASHED}. */
class CanonicalText {
  readonly #hash: Hash;
  #piece = '';
  #left = MAX_HASHED;
  #values = 0;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  /** Whether all of it was hashed. */
  get isWhole(): boolean {
    return this.#left > 0 && this.#values <= MAX_VALUES;
  }

  body(body: object): void {
    const wanted = Array.isArray(body)
      ? body
      : Object.fromEntries(Object.entries(body).filter(([name]) => !LEFT_OUT.has(name)));
    this.#value(wanted, 0);
    this.#flush();
  }

  #value(value: unknown, depth: number): void {
    this.#values += 1;
    if (!this.isWhole) return;
    if (depth > MAX_DEPTH) throw new RangeError('the request is too deep');
    if (typeof value === 'string') this.#string(value);
    else if (typeof value !== 'object' || value === null) this.#write(scalar(value));
    else if (hasToJson(value)) this.#value(value.toJSON(''), depth + 1);
    else if (Array.isArray(value)) this.#array(value, depth);
    // Each byte of a view is a property.
    else if (ArrayBuffer.isView(value) && value.byteLength > MAX_VALUES) this.#values = MAX_VALUES + 1;
    else this.#object(value, depth);
  }

  #array(items: readonly unknown[], depth: number): void {
    this.#write('[');
    for (let index = 0; index < items.length && this.isWhole; index += 1) {
      if (index > 0) this.#write(',');
      this.#value(items[index], depth + 1);
    }
    this.#write(']');
  }

  #object(value: object, depth: number): void {
    this.#write('{');
    let first = true;
    for (const name of Object.keys(value).sort()) {
      if (!this.isWhole) break;
      const item: unknown = Reflect.get(value, name);
      if (isLeftOut(item)) continue;
      if (!first) this.#write(',');
      first = false;
      this.#string(name);
      this.#write(':');
      this.#value(item, depth + 1);
    }
    this.#write('}');
  }

  #string(text: string): void {
    // Text beyond the limit is not hashed, so it need not be escaped.
    this.#write(JSON.stringify(text.length > this.#left ? text.slice(0, this.#left) : text));
  }

  #write(text: string): void {
    const hashed = text.length > this.#left ? text.slice(0, Math.max(0, this.#left)) : text;
    this.#left -= text.length;
    this.#piece += hashed;
    if (this.#piece.length >= PIECE_LENGTH) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#piece, 'utf8');
    this.#piece = '';
  }
}

/** Values that `JSON.stringify` leaves out of an object. */
const isLeftOut = (value: unknown): boolean =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol';

/** JSON of a value that is not an object; `null` if `JSON.stringify` would omit it from an object. */
const scalar = (value: unknown): string => (isLeftOut(value) ? 'null' : JSON.stringify(value));

const hasToJson = (value: object): value is { toJSON(key: string): unknown } =>
  typeof (value as { toJSON?: unknown }).toJSON === 'function';
