// Reads the body of a response up to a bound, and leaves the rest unread.
import { parseJson } from './spans/json.ts';

/** @throws the error of the connection */
export const readText = async (response: Response, most: number): Promise<string> =>
  (await readBytes(response, most)).toString();

/** @throws the error of the connection */
export async function readBytes({ body }: Response, most: number): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop cancels the body.
    if (bytes > most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

/** `undefined` for a text that is not JSON, or is nested deeper than any answer. */
export function parsedBody(text: string): unknown {
  try {
    return parseJson(Buffer.from(text));
  } catch {
    return undefined;
  }
}
