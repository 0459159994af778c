// Reads the body of an answer up to a bound; what is beyond it is left where it is.
import { parseJson } from './spans/json.ts';

/** @throws the error of the connection */
export async function readText({ body }: Response, most: number): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop cancels the body.
    if (bytes > most) break;
  }
  return Buffer.concat(chunks).subarray(0, most).toString();
}

/** `undefined` for a text that is not JSON, or is nested deeper than any answer. */
export function parsedBody(text: string): unknown {
  try {
    return parseJson(Buffer.from(text));
  } catch {
    return undefined;
  }
}
