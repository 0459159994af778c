// The text of a request, to compare answers with it: its body as sent, and the application's additions. Runs no getter.
import type { SentText } from '@sevenstep/wire';
import { asString, field, isObject } from '@sevenstep/wire';
import { mayAddHeaders, type SdkClient, type SdkRequestOptions } from '../sdk-objects.ts';

const MAX_FIELDS = 64;
/** Headers of the SDK's own and of tracing, and those whose values the API's errors name. */
const USUAL =
  /^(?:anthropic-|x-stainless|content-|accept|user-agent|connection|host$|idempotency|traceparent$|tracestate$)/i;

/** Headers with a credential, of the SDK, of gateways and of clouds; parameters of an address, too. */
const CREDENTIAL =
  /auth|key|token|secret|cookie|passw|passphrase|pwd|session|credential|signature|jwt|assertion/i;
/** Only parameters: a key of Azure Functions is a `code`, a signature of Azure a `sig`. */
const SHORT_CREDENTIAL = /(?:^|[-_.])(?:code|sig|sid|pass)$/i;
/** The scheme in front of a credential. `Headers` takes the blank away if no credential follows. */
export const SCHEME: RegExp = /^(?:bearer|basic|token)(?: |$)/i;
/** A signature of AWS is of no use for another request. */
export const SIGNED: RegExp = /^AWS4-/;

/** The text of a call's requests. Attempts mostly send the same body, and each its own headers. */
export class RequestText implements SentText {
  readonly body: string | undefined;
  readonly isPartial: boolean;
  harmless: Set<string> | undefined;
  compared: Map<string, boolean> | undefined;
  readonly #others: string[];
  /** Whether headers of attempts may be among the others. */
  readonly #mayAdd: boolean;
  readonly #credentials: string[];
  /** Headers and addresses of attempts that are not read yet. */
  readonly #unread: unknown[] = [];
  #lastHeaders: unknown;
  #lastUrl: unknown;

  constructor(body: unknown, url: unknown, client: SdkClient, options: SdkRequestOptions) {
    const ofCall = ownHeaders(options.headers);
    const headers = [...ofCall, ...ownHeaders(dataOf(field(client, '_options'), 'defaultHeaders'))];
    const credentials = [asString(dataOf(client, 'apiKey')), asString(dataOf(client, 'authToken'))];
    // The URL of a response may lack what the client's has.
    const ofAddress = [...inAddress(url), ...inAddress(client.baseURL)];
    const { text, fields = [], isPartial } = readSent(body);
    this.body = text;
    this.#others = [...fields, ...headers.map(([, value]) => value)];
    this.isPartial = isPartial;
    // Other requests of the client may lack what the application adds to this one.
    this.#mayAdd = mayAddHeaders(client, options);
    const isUsual = ofCall.length + ofAddress.length === 0 && !this.#mayAdd;
    this.harmless = isUsual ? harmlessFor(client) : undefined;
    this.compared = undefined;
    this.#credentials = [
      ...credentials.filter((one) => one !== undefined),
      ...headers.filter(isCredential).map(credentialIn),
      ...ofAddress,
      ...secretsOf(client),
    ];
    this.#lastUrl = url;
  }

  get others(): readonly string[] {
    if (this.#mayAdd) this.#read();
    return this.#others;
  }

  get credentials(): readonly string[] {
    this.#read();
    return this.#credentials;
  }

  /**
   * An attempt was sent to `url` with these headers: all of them, or those that {@link headersToCompare} found. A middleware, a
   * hook of the client or a cloud's client may have set them.
   */
  sentWith(headers: unknown, url: unknown): void {
    if (headers !== this.#lastHeaders) {
      this.#lastHeaders = headers;
      this.#unread.push(headers);
    }
    if (url !== this.#lastUrl) {
      this.#lastUrl = url;
      this.#unread.push(url);
      this.harmless = undefined;
    }
  }

  #read(): void {
    for (const part of this.#unread.splice(0))
      if (typeof part === 'string')
        for (const credential of inAddress(part)) this.#add(this.#credentials, credential);
      else
        for (const header of ownHeaders(part))
          if (isCredential(header)) this.#add(this.#credentials, credentialIn(header));
          else this.#add(this.#others, header[1]);
    // Not yet compared. Most calls never are.
    if (this.compared === undefined)
      for (const secret of inBody(this.body)) this.#add(this.#credentials, secret);
  }

  #add(list: string[], text: string): void {
    if (list.includes(text)) return;
    list.push(text);
    this.compared = undefined;
  }
}

/** The credentials among the parameters of an address, such as a gateway's `?key=…`, and those in front of its host. */
function inAddress(address: unknown): readonly string[] {
  const text = asString(address);
  // Most have neither, and parsing takes long.
  if (text === undefined || !/[?@]/.test(text) || !URL.canParse(text)) return [];
  const { username, password, searchParams } = new URL(text);
  const secrets = [...searchParams].filter(([name]) => CREDENTIAL.test(name) || SHORT_CREDENTIAL.test(name));
  // The last one is what `Basic` has.
  return [username, password, ...secrets.map(([, value]) => value), `${username}:${password}`];
}

const knownSecrets = new WeakMap<SdkClient, readonly string[]>();

/** Secrets with which a cloud's client signs: `awsSecretKey`, `awsSessionToken`. Read once, because each streamed call asks. */
function secretsOf(client: SdkClient): readonly string[] {
  const known = knownSecrets.get(client);
  if (known) return known;
  const members = Object.entries(Object.getOwnPropertyDescriptors(client));
  const secrets = members.flatMap(([name, { value }]) =>
    typeof value === 'string' && !OWN_KEYS.has(name) && CREDENTIAL.test(name) ? [value] : [],
  );
  knownSecrets.set(client, secrets);
  return secrets;
}

/** Members that are read for each call. */
const OWN_KEYS: ReadonlySet<string> = new Set(['apiKey', 'authToken']);

/** Members of a body that are tokens: of an MCP server, or of a vault. Their names end so. */
const SECRET_MEMBER =
  /"(?:\w{1,40}_)?(?:token|secret|password|api_?key|private_key|secret_value)"\s?:\s?"((?:[^"\\]|\\.){8,4096})"/g;
const MAX_SECRETS = 32;

function inBody(body: string | undefined): string[] {
  // Most bodies have none, and a quick search takes little time.
  if (body === undefined || !/(?:token|secret|password|key)"\s?:\s?"/.test(body.slice(0, MAX_DECODED)))
    return [];
  const found = body.slice(0, MAX_DECODED).matchAll(SECRET_MEMBER);
  return [...found].slice(0, MAX_SECRETS).map(([, secret = '']) => secret);
}

/** Servers say the same again and again: such a sentence has been recorded before. */
const harmlessSentences = new WeakMap<SdkClient, Set<string>>();

function harmlessFor(client: SdkClient): Set<string> {
  const known = harmlessSentences.get(client) ?? new Set<string>();
  harmlessSentences.set(client, known);
  return known;
}

type Header = readonly [name: string, value: string];
type HeaderList = readonly Header[];

const USUAL_CREDENTIALS = ['authorization', 'x-api-key', 'proxy-authorization', 'cookie'];

/**
 * The headers of a request to compare an answer with theirs. Each streamed call asks. Iterating a `Headers` would sort it, so that is
 * done only where other code than the SDK may have added some.
 */
export function headersToCompare(
  headers: unknown,
  client: SdkClient,
  options: SdkRequestOptions,
): HeaderList {
  if (!(headers instanceof Headers) || mayAddHeaders(client, options)) return ownHeaders(headers);
  const all = USUAL_CREDENTIALS.map((name) => [name, headers.get(name)] as const);
  // The list of `filter` has room for more.
  return all.filter((header): header is Header => header[1] !== null).slice();
}

const isCredential = ([name, value]: Header): boolean => isSecretName(name) && !SIGNED.test(value);

const isSecretName = (name: string): boolean => CREDENTIAL.test(name) && !/^idempotency/i.test(name);

const credentialIn = ([, value]: Header): string => value.replace(SCHEME, '');

interface SentBody {
  readonly text?: string;
  /** Fields of a form, and names of its files. */
  readonly fields?: readonly string[];
  /** Whether there is more. A file and a stream are not read: that takes time, or takes them from the request. */
  readonly isPartial: boolean;
}

function readSent(body: unknown): SentBody {
  if (body === undefined || body === null) return { isPartial: false };
  if (typeof body === 'string') return { text: body, isPartial: false };
  if (body instanceof ArrayBuffer) return decoded(new Uint8Array(body));
  if (ArrayBuffer.isView(body)) return decoded(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  if (body instanceof URLSearchParams) {
    const fields = [...body.values()];
    return { fields: fields.slice(0, MAX_FIELDS), isPartial: fields.length > MAX_FIELDS };
  }
  return typeof FormData === 'function' && body instanceof FormData ? formTexts(body) : { isPartial: true };
}

/** Longer texts are compared at both ends only (`MAX_COMPARED` of `@sevenstep/wire`). */
const MAX_DECODED = 1024 * 1024;

/** Bytes as text. */
function decoded(bytes: Uint8Array): SentBody {
  const parts =
    bytes.length > MAX_DECODED
      ? [bytes.subarray(0, MAX_DECODED / 2), bytes.subarray(-MAX_DECODED / 2)]
      : [bytes];
  const text = parts.map((part) => new TextDecoder().decode(part)).join('');
  // Compressed bytes and binary data are not UTF-8.
  return { text, isPartial: parts.length > 1 || text.includes('\uFFFD') };
}

function formTexts(form: FormData): SentBody {
  const values = [...form.values()];
  return {
    fields: values.slice(0, MAX_FIELDS).map((value) => (typeof value === 'string' ? value : value.name)),
    isPartial: values.length > MAX_FIELDS || values.some((value) => typeof value !== 'string'),
  };
}

/** `headers` as an object of texts, if they are in one of the classes: those take several times as much memory. */
export function plainHeaders(headers: unknown): unknown {
  const built = builtHeaders(headers);
  if (!built) return headers;
  const all = [...built];
  return all.length > 0 ? Object.fromEntries(all) : undefined;
}

/** The `Headers` in what a call's options or a client's have as headers. The SDK wraps what it has built once: `{ values: Headers }`. */
function builtHeaders(headers: unknown): Headers | undefined {
  const built = headers instanceof Headers ? headers : dataOf(headers, 'values');
  return built instanceof Headers ? built : undefined;
}

/** The headers that the application adds, in any of the forms that the SDK takes. */
const ownHeaders = (headers: unknown): HeaderList => listOf(headers).filter(isText).filter(isOwn);

function listOf(headers: unknown): readonly unknown[] {
  if (!isObject(headers)) return [];
  const built = builtHeaders(headers);
  if (built) return [...built];
  if (Array.isArray(headers)) return headers.slice(0, MAX_FIELDS);
  return Object.entries(Object.getOwnPropertyDescriptors(headers))
    .slice(0, MAX_FIELDS)
    .map(([name, { value }]) => [name, value]);
}

const isText = (header: unknown): header is Header =>
  Array.isArray(header) && typeof header[0] === 'string' && typeof header[1] === 'string';

/** A gateway may have a credential in a header that begins like the API's. */
const isOwn = ([name]: readonly [string, ...unknown[]]): boolean => !USUAL.test(name) || isSecretName(name);

/** A property that is no getter. */
const dataOf = (object: unknown, name: string): unknown =>
  isObject(object) ? Object.getOwnPropertyDescriptor(object, name)?.value : undefined;
