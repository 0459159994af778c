// Converts the bytes of a file to UTF-8, by their byte order mark.
import { TextDecoder } from 'node:util';

/** The byte order marks of UTF-16, in either order. PowerShell writes one. */
const UTF_16: ReadonlyMap<string, string> = new Map([
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
]);

/** Converts UTF-16 with a mark to UTF-8. Other bytes stay unchanged. */
export async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let mark: Uint8Array | undefined = new Uint8Array();
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    const bytes: Uint8Array = mark === undefined ? chunk : Buffer.concat([mark, chunk]);
    if (mark !== undefined && bytes.length < 2) {
      mark = bytes;
      continue;
    }
    if (mark !== undefined) {
      const encoding = UTF_16.get(Buffer.from(bytes.subarray(0, 2)).toString('hex'));
      decoder = encoding === undefined ? undefined : new TextDecoder(encoding);
      mark = undefined;
    }
    yield decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (mark !== undefined && mark.length > 0) yield mark;
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}
