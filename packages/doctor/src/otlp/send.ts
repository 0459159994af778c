// Sends an OTLP export request over HTTP and reads the response.
import { gzipSync } from 'node:zlib';
import { ANSWERED } from '../bounds.ts';
import { readBytes } from '../read-body.ts';
import { NO_REDIRECT, type Redirect, redirectOf } from '../redirect.ts';
import type { Json } from '../spans/span.ts';
import { encodeLogs, encodeMetrics, encodeRequest, type Rejected, rejectedIn } from './codec.ts';
import type { Destination, OtlpSignal } from './destination.ts';

const ENCODE = { traces: encodeRequest, metrics: encodeMetrics, logs: encodeLogs } as const;

/** The response of the receiver. */
interface Received {
  readonly status: number;
  readonly ok: boolean;
  /** A redirect. It was not followed, because headers of telemetry may be credentials. */
  readonly redirect: Redirect | undefined;
  /** Items that the receiver rejected in an otherwise successful export. */
  readonly rejected: Rejected | undefined;
}

/** @throws the error of `fetch`, or of an aborted `signal` */
export async function sendOtlp(
  { url, protocol, headers, gzip }: Pick<Destination, 'url' | 'protocol' | 'headers' | 'gzip'>,
  kind: OtlpSignal,
  request: Json,
  signal: AbortSignal,
): Promise<Received> {
  const isJson = protocol === 'http/json';
  const body = isJson ? Buffer.from(JSON.stringify(request)) : ENCODE[kind](request);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': isJson ? 'application/json' : 'application/x-protobuf',
      ...(gzip && { 'content-encoding': 'gzip' }),
    },
    body: new Uint8Array(gzip ? gzipSync(body) : body),
    signal,
    ...NO_REDIRECT,
  });
  const answer = await readBytes(response, ANSWERED.telemetryBytes);
  const { status, ok } = response;
  const saysJson = response.headers.get('content-type')?.includes('json') ?? isJson;
  const rejected = ok ? rejectedIn(answer, saysJson) : undefined;
  return { status, ok, redirect: redirectOf(response, url), rejected };
}

/** The code of what `fetch` threw, such as `ECONNREFUSED`. */
export function codeOfFailure(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: unknown };
  return typeof cause?.code === 'string' ? cause.code : String(name);
}
