// What a request says, read once: its route, its traits, how it authenticates, its body.
import type { IncomingMessage } from 'node:http';
import type { Json } from './answer/message.ts';

/** The API's own limit for `/v1/messages`: https://platform.claude.com/docs/en/api/overview#request-size-limits */
export const MAX_BODY_BYTES: number = 32 * 1024 * 1024;

/** What the simulator knows about one request. */
export interface SimulatorRequest {
  readonly ordinal: number;
  /** The try within its call, from 1: see `attempts.ts`. */
  readonly attempt: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly beta: boolean;
  readonly model: string | undefined;
  readonly stream: boolean;
  readonly headers: IncomingMessage['headers'];
  /** The body, where it is a JSON object. */
  readonly body: Json | undefined;
  readonly bodyBytes: number;
}

/** The body's bytes. What exceeds the limit is read and dropped: a client that is still sending reads no answer. */
export async function readBody(request: IncomingMessage): Promise<{ text: string; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return { text: Buffer.concat(chunks).toString('utf8'), bytes };
}

/** The request's traits, from its head and its body. */
export function describeRequest(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: { readonly text: string; readonly bytes: number },
  { ordinal, attempt }: Pick<SimulatorRequest, 'ordinal' | 'attempt'>,
): SimulatorRequest {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const json = parseObject(body.text);
  return {
    ordinal,
    attempt,
    method: request.method ?? 'GET',
    path,
    // The SDK before 1.0 marks a beta call in the query, 1.x only by the betas it asks for.
    beta:
      new URLSearchParams(query).get('beta') === 'true' || request.headers['anthropic-beta'] !== undefined,
    model: typeof json?.model === 'string' ? json.model : undefined,
    stream: json?.stream === true,
    headers: request.headers,
    body: json,
    bodyBytes: body.bytes,
  };
}

/** Which headers carried a credential. Never the credential. */
export const authHeaders = (headers: IncomingMessage['headers']): ('x-api-key' | 'authorization')[] =>
  (['x-api-key', 'authorization'] as const).filter((name) => headers[name]);

const parseObject = (text: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
};
