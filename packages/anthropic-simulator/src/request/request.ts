// Reads a request once: route, traits, credentials, body.
import type { IncomingMessage } from 'node:http';
import { MAX_BODY_BYTES } from '@sevenstep/wire/request';
import type { Json } from '../api/json.ts';
import type { BodyBudget } from './body-budget.ts';
import { parseBody } from './parse-body.ts';

/** The facts of one request. */
export interface SimulatorRequest {
  readonly ordinal: number;
  /** The attempt within its call, from 1: see `attempts.ts`. */
  readonly attempt: number;
  /** Milliseconds from the start of the script to the request's head. */
  readonly elapsedMs: number;
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly beta: boolean;
  readonly model: string | undefined;
  readonly stream: boolean;
  readonly headers: IncomingMessage['headers'];
  /** The body, if it is a JSON object. */
  readonly body: Json | undefined;
  readonly bodyBytes: number;
  /** Whether the bodies of other requests left no room for this one. */
  readonly crowdedOut: boolean;
  /** The number of unanswered requests, including this one. */
  readonly inFlight: number;
}

/** Reads the body. Bytes beyond the limit are read and dropped, because a client does not read the answer while it sends. */
export async function readRequestBody(request: IncomingMessage, budget: BodyBudget): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let held = 0;
  let crowdedOut = false;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      crowdedOut ||= bytes <= MAX_BODY_BYTES && !budget.take(chunk.length);
      if (bytes <= MAX_BODY_BYTES && !crowdedOut) {
        held += chunk.length;
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        budget.give(held);
        held = 0;
      }
    }
  } catch {
    budget.give(held);
    return { ...NO_BODY, isWhole: false };
  }
  return { text: Buffer.concat(chunks).toString('utf8'), bytes, held, crowdedOut, isWhole: true };
}

/** A body that was read. */
export interface RequestBody {
  readonly text: string;
  readonly bytes: number;
  /** The bytes that it holds of the budget, until it gives them back. */
  readonly held: number;
  /** Whether other bodies left no room for it. */
  readonly crowdedOut: boolean;
  /** Whether the client sent all of it. */
  readonly isWhole: boolean;
}

const NO_BODY: RequestBody = { text: '', bytes: 0, held: 0, crowdedOut: false, isWhole: true };

/** The request's traits, from its head and its body. */
export function describeRequest(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: Pick<RequestBody, 'text' | 'bytes' | 'crowdedOut'>,
  {
    ordinal,
    attempt,
    elapsedMs,
    inFlight,
  }: Pick<SimulatorRequest, 'ordinal' | 'attempt' | 'elapsedMs' | 'inFlight'>,
): SimulatorRequest {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const json = parseBody(body.text);
  return {
    ordinal,
    attempt,
    elapsedMs,
    inFlight,
    method: request.method ?? 'GET',
    path,
    // The SDK before 1.0 marks a beta call in the query. 1.x only lists its betas.
    beta:
      new URLSearchParams(query).get('beta') === 'true' || request.headers['anthropic-beta'] !== undefined,
    model: typeof json?.model === 'string' ? json.model : undefined,
    stream: json?.stream === true,
    headers: request.headers,
    body: json,
    bodyBytes: body.bytes,
    crowdedOut: body.crowdedOut,
  };
}

/** The names of the headers with a credential. */
export const authHeaders = (headers: IncomingMessage['headers']): ('x-api-key' | 'authorization')[] =>
  (['x-api-key', 'authorization'] as const).filter((name) => headers[name]);
