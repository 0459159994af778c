// The size of a request's body in bytes, from the SDK's `init.body`, without reading a stream.

/** Bytes of a request's body; `undefined` for a form or a stream, whose size is not known before it is sent. */
export function bodySize(body: unknown): number | undefined {
  if (typeof body === 'string') return utf8Size(body);
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer) return body.byteLength;
  if (typeof Blob === 'function' && body instanceof Blob) return body.size;
  // It serializes to ASCII.
  if (body instanceof URLSearchParams) return body.toString().length;
  return undefined;
}

/** Bytes of `text` in UTF-8; a lone surrogate is sent as U+FFFD, which has three. */
function utf8Size(text: string): number {
  // Much faster than counting, in runtimes that have it.
  const { Buffer } = globalThis as { Buffer?: { byteLength(text: string): number } };
  return Buffer ? Buffer.byteLength(text) : countedUtf8Size(text);
}

/** Counts the bytes in runtimes without `Buffer`. */
export function countedUtf8Size(text: string): number {
  let size = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    size += code < 0x800 ? 1 : 2;
    // A surrogate pair takes four bytes.
    if (isPair(code, text.charCodeAt(index + 1))) index += 1;
  }
  return size;
}

const isPair = (code: number, next: number): boolean =>
  code >= 0xd800 && code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
