// Reads what the application sees from a rule's page: class, status, type, code and message.

/** An error as the SDK shows it, in parts. */
export interface SeenError {
  /** As on the page: `RateLimitError: 429 {"type":"error",…}`. */
  readonly text: string;
  readonly className?: string | undefined;
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly stopReason?: string | undefined;
  /** The sentence in it, without its envelope. */
  readonly message: string;
}

const SEEN = /^The application sees:\n\n```text\n([\s\S]*?)\n```$/m;
const ERROR = /^(?<className>\w+): (?:(?<status>[1-5]\d\d) )?(?<body>[\s\S]*)$/;
const MESSAGE = /^a message, stop_reason (?<stopReason>\w+)/;

/** `undefined` where the page shows no call of an application. */
export function seenError(markdown: string): SeenError | undefined {
  const text = SEEN.exec(markdown)?.[1];
  if (text === undefined) return undefined;
  const stopReason = MESSAGE.exec(text)?.groups?.stopReason;
  if (stopReason !== undefined) {
    return { text, ...(!/^(?:null|undefined)$/.test(stopReason) && { stopReason }), message: text };
  }
  const { className, status, body = text } = ERROR.exec(text)?.groups ?? {};
  return {
    text,
    className,
    status,
    type: field(body, 'type', '(?!error")'),
    code: field(body, 'error_code'),
    message: field(body, 'message') ?? /<title>(.*?)<\/title>/.exec(body)?.[1] ?? body,
  };
}

/** A field of an envelope, which may be cut at its end. */
function field(body: string, name: string, unless = ''): string | undefined {
  const found = new RegExp(`"${name}":"(${unless}(?:[^"\\\\]|\\\\.)*)`).exec(body)?.[1];
  return found?.replaceAll('\\"', '"');
}
