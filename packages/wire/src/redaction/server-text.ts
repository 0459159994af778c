// Filters values that a server sends: each kind has a pattern and a longest length, and other values are dropped.

/** One kind of value. */
interface Shape {
  readonly maxLength: number;
  /** Anchored, and matches in linear time. */
  readonly pattern: RegExp;
  /** Returns the part to keep, or `undefined` to drop the value. */
  readonly read?: (value: string) => string | undefined;
}

/** Four digits in a row: such a value is one of many, but attributes such as `error.type` need few values. */
const MANY = /\d{4}/;
const fewWords = (value: string): string | undefined => (MANY.test(value) ? undefined : value);

/** Unlike a word of a sentence, an id has a digit or several parts. */
const unlikeAWord = (value: string): string | undefined => (/[\d_-]/.test(value) ? value : undefined);

/** A hop of `via`: `1.1 abc.cloudfront.net (CloudFront)`, `HTTP/1.1 squid (squid/5.7)`, `kong/3.4.0`. */
const HOP =
  /^(?:(?:[A-Za-z]{1,12}\/)?\d(?:\.\d)? [\w.:[\]-]{1,100}(?: \([\w./:-]{1,60}\))?|[\w-]{1,40}\/\d[\w.-]{0,30})$/;
const MAX_HOPS = 8;

function hops(value: string): string | undefined {
  const kept = value
    .split(',')
    .slice(0, MAX_HOPS)
    .map((hop) => hop.trim())
    .filter((hop) => HOP.test(hop));
  return kept.length > 0 ? kept.join(', ') : undefined;
}

/** A kind of value that a server sends. */
export type ServerText =
  | 'id'
  | 'model'
  | 'word'
  | 'code'
  | 'causeCode'
  | 'event'
  | 'contentType'
  | 'product'
  | 'via'
  | 'ray'
  | 'exception'
  | 'wait'
  | 'flag';

const SHAPES: Readonly<Record<ServerText, Shape>> = {
  /** `req_011CUMv`, `msg_bdrk_01`, `chatcmpl-…`, `gen-…`, a UUID, a trace id of a gateway. */
  id: { maxLength: 128, pattern: /^[A-Za-z0-9][\w.:=+/-]*$/, read: unlikeAWord },
  /** `claude-sonnet-4-5@20250929`, `anthropic/claude-3.5-sonnet:beta`, an ARN of Bedrock. */
  model: { maxLength: 256, pattern: /^[A-Za-z0-9][\w.:@/+[\]~-]*$/ },
  /** `end_turn`, `content_filter`. */
  word: { maxLength: 48, pattern: /^[a-z]+(?:[_-][a-z]+)*$/i },
  /** `invalid_request_error`, `DeploymentNotFound`, `RESOURCE_EXHAUSTED`, `401`. */
  code: { maxLength: 64, pattern: /^[A-Za-z0-9]+(?:[_.-][A-Za-z0-9]+)*$/, read: fewWords },
  /** `ECONNREFUSED`, `UND_ERR_SOCKET`, `ERR_HTTP2_STREAM_ERROR`, brotli's `ERR__ERROR_FORMAT_PADDING_1`. */
  causeCode: { maxLength: 64, pattern: /^[A-Za-z0-9]+(?:[_.-]{1,2}[A-Za-z0-9]+)*$/, read: fewWords },
  /** `text_delta`, `web_search_tool_result`. */
  event: { maxLength: 64, pattern: /^[a-z]+(?:[_.-][a-z0-9]+)*$/, read: fewWords },
  contentType: {
    maxLength: 256,
    pattern: /^[\w.+*-]{1,60}\/[\w.+*-]{1,80}/,
    // The only parameter to keep is the charset, because a boundary can be any text.
    read: (value) =>
      /^[\w.+*-]{1,60}\/[\w.+*-]{1,80}(?:\s{0,4};\s{0,4}charset="?[\w-]{1,24}"?)?/i.exec(value)?.[0],
  },
  /** `cloudflare`, `Google Frontend`, `Apache/2.4.41 (Ubuntu) OpenSSL/1.1.1f`. */
  product: {
    maxLength: 128,
    pattern:
      /^[\w.+-]{1,40}(?:(?: [A-Z][\w.+-]{0,30})?|(?:\/[\w.+-]{1,30})(?: \([\w.+/-]{1,30}\))?(?: [\w.+-]{1,30}\/[\w.+-]{1,30}(?: \([\w.+/-]{1,30}\))?){0,4})$/,
  },
  via: { maxLength: 512, pattern: /^[\x20-\x7E]+$/, read: hops },
  ray: { maxLength: 64, pattern: /^[0-9a-f]{3,32}(?:-[A-Z]{3})?$/ },
  /** Bedrock: `ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/`. */
  exception: {
    maxLength: 256,
    pattern:
      /^[\w.]{1,100}(?:#[\w.]{1,100})?(?::https?:\/\/[a-z][\w.]{0,80}\/(?:[a-z][a-z.]{0,60}\/){0,4})?$/,
    read: fewWords,
  },
  /** Seconds, or an HTTP date. */
  wait: {
    maxLength: 40,
    pattern: /^(?:\d{1,12}(?:\.\d{1,9})?|[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT)$/,
  },
  flag: { maxLength: 5, pattern: /^(?:true|false)$/ },
};

const TABLE: ReadonlyMap<string, Shape> = new Map(Object.entries(SHAPES));

/** `value` if it is a text of this kind, else `undefined`. Checks the length before the pattern. */
export function serverText(kind: ServerText, value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const shape = TABLE.get(kind);
  if (shape === undefined || value.length > shape.maxLength || !shape.pattern.test(value)) return undefined;
  return shape.read ? shape.read(value) : value;
}

/** A segment that is a plain word or a version. Any other segment may hold data. */
const SEGMENT = /^(?:v\d{1,2}|[a-z][a-z_-]{0,30})$/;
const MAX_SEGMENTS = 16;

/** A path that a server chose, as in a redirect, with `{id}` for each segment that is not a plain word. */
export function serverPath(path: string): string {
  const segments = path
    .slice(0, 1024)
    .split('/')
    .slice(1, MAX_SEGMENTS + 1);
  return `/${segments.map((segment) => (segment === '' || SEGMENT.test(segment) ? segment : '{id}')).join('/')}`;
}
