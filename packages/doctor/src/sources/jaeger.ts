// Reads traces from Jaeger's query API: one by its id, or those of a service.
import { nearest } from '@sevenstep/checklist';
import { READ } from '../bounds.ts';
import { InputError, UsageError } from '../exit.ts';
import { decoded } from '../otlp/destination.ts';
import { shownAddress } from '../outgoing.ts';
import { parsedBody, readText } from '../read-body.ts';
import { NO_REDIRECT, redirectOf, redirectText } from '../redirect.ts';
import type { Source } from '../spans/source.ts';
import { isRecord, listOf, printable } from '../spans/span.ts';

/** The default address of Jaeger's page and query API. */
export const DEFAULT_JAEGER = 'http://localhost:16686';

const ANSWER_SECONDS = 30;

interface Search {
  readonly service: string;
  /** Microseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Other conditions, with the query API's names. */
  readonly conditions?: Readonly<Record<string, string>>;
  /** The most traces. */
  readonly limit: number;
}

/** A Jaeger server. No request has been sent yet. */
interface JaegerServer {
  /** The address without credentials. */
  readonly name: string;
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws UsageError if the text is not an address. */
export function jaegerServer(given: string): JaegerServer {
  const full = /^https?:\/\//.test(given) ? given : `http://${given}`;
  if (!URL.canParse(full)) {
    throw new UsageError(
      `--jaeger: expected an address such as ${DEFAULT_JAEGER}, got "${shownAddress(given)}"`,
    );
  }
  const url = new URL(full);
  // Accepts the address of one of Jaeger's pages too.
  const path = url.pathname.replace(/\/(search|trace|api)(\/.*)?$/s, '').replace(/(?<!\/)\/+$/, '');
  const base = `${url.origin}${path}`;
  const { username, password } = url;
  const credentials = [username, password].map(decoded).join(':');
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return { name: base, base, headers: username === '' ? {} : { authorization } };
}

/** The parts of the address of a Jaeger page or API response. */
export interface JaegerPage {
  /** The server's address, with credentials and path. */
  readonly jaeger: string;
  /** The trace of the page or response. */
  readonly trace?: string;
  /** The query of a search page. */
  readonly search?: URLSearchParams;
}

/** Reads a trace's page `/trace/ID`, a search `/search?service=…`, and the query API's addresses for both; `undefined` for other texts. */
export function jaegerPage(text: string): JaegerPage | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const [, folder = '', api, id] =
    /^(.*?)\/(?:(trace|api\/traces|api\/v3\/traces)\/([0-9a-f]{1,32})|search|api\/traces)\/?$/i.exec(
      url.pathname,
    ) ?? [];
  if (api === undefined && !/\/(search|api\/traces)\/?$/i.test(url.pathname)) return undefined;
  const credentials = url.username === '' ? '' : `${url.username}:${url.password}@`;
  const jaeger = `${url.protocol}//${credentials}${url.host}${folder}`;
  return id === undefined ? { jaeger, search: url.searchParams } : { jaeger, trace: id };
}

/** @throws InputError if Jaeger does not return traces; UsageError if the text is not a trace id. */
export async function jaegerTrace(
  server: JaegerServer,
  trace: string,
  onProblem: Source['onProblem'],
): Promise<Source> {
  if (!/^[0-9a-f]{1,32}$/i.test(trace)) {
    throw new UsageError(`--trace: expected up to 32 hexadecimal digits, got "${trace}"`);
  }
  const empty = `Jaeger at ${server.name} has no trace ${trace}: not arrived yet, sampled out, or older than it keeps`;
  const response = await ask(server, `/api/traces/${trace}`, empty);
  return { name: server.name, chunks: bodyOf(response, server), onProblem, empty: async () => empty };
}

/** @throws InputError if Jaeger does not return traces. */
export async function jaegerSearch(
  server: JaegerServer,
  { service, start, end, limit, conditions }: Search,
  onProblem: Source['onProblem'],
): Promise<Source> {
  const query = new URLSearchParams({
    ...conditions,
    service,
    start: String(start),
    end: String(end),
    limit: String(limit),
  });
  const response = await ask(server, `/api/traces?${query}`);
  return {
    name: server.name,
    chunks: bodyOf(response, server),
    onProblem,
    empty: () => whyEmpty(server, service),
  };
}

async function whyEmpty(server: JaegerServer, service: string): Promise<string> {
  const answer = parsedBody(await readText(await ask(server, '/api/services'), READ.jaegerListBytes));
  const services = listOf(isRecord(answer) ? answer.data : undefined).map((name) => printable(String(name)));
  if (services.includes(service)) {
    return `Jaeger at ${server.name} has no trace of ${service} in that time; look further back with --last`;
  }
  if (services.length === 0) return `Jaeger at ${server.name} has no traces at all`;
  const near = nearest(service, services);
  const known = near === undefined ? `it has ${services.slice(0, 10).join(', ')}` : `did you mean ${near}?`;
  return `Jaeger at ${server.name} knows no service "${service}"; ${known}`;
}

/** @param missing the explanation for a 404 from Jaeger. */
async function ask(server: JaegerServer, path: string, missing?: string): Promise<Response> {
  const response = await request(server, path);
  const redirect = redirectOf(response, server.base + path);
  if (redirect !== undefined) {
    await response.body?.cancel();
    throw new InputError(
      `${server.name} redirects to ${redirectText(redirect)}, which is not followed: ${HINT}`,
    );
  }
  const type = response.headers.get('content-type')?.split(';')[0] ?? 'no content type';
  if (response.ok && type === 'application/json') return response;
  const problem = await problemOf(response);
  if (problem === undefined) {
    throw new InputError(`${server.name} answered ${response.status} (${type}), not as Jaeger does: ${HINT}`);
  }
  throw new InputError(
    response.status === 404 && missing !== undefined
      ? missing
      : `Jaeger at ${server.name} rejected the request: ${problem}`,
  );
}

async function request({ base, name, headers }: JaegerServer, path: string): Promise<Response> {
  // The time limit covers only the start of the response, because a large one may take longer.
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ANSWER_SECONDS * 1000);
  try {
    return await fetch(base + path, { headers, signal: controller.signal, ...NO_REDIRECT });
  } catch (error) {
    throw new InputError(`no Jaeger at ${name} (${reason(error)}): start it, or ${HINT}`);
  } finally {
    clearTimeout(timer);
  }
}

/** Jaeger's error: JSON with a list of errors, as plain text. `undefined` if another server responded. */
async function problemOf(response: Response): Promise<string | undefined> {
  try {
    const answer = parsedBody(await readText(response, READ.jaegerListBytes));
    const [error] = listOf(isRecord(answer) ? answer.errors : undefined);
    return isRecord(error) && typeof error.msg === 'string' ? printable(error.msg) : undefined;
  } catch {
    return undefined;
  }
}

const HINT = 'give the address of its page with --jaeger, by default port 16686';

function reason(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return `no answer within ${ANSWER_SECONDS} s`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause);
}

async function* bodyOf(response: Response, { name }: JaegerServer): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > READ.jaegerBytes) {
        throw new InputError(
          `${name} answered with more than ${READ.jaegerBytes / 1024 / 1024} MB; ask for less with --last and --limit`,
        );
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${name} stopped in the middle of its answer: ${reason(error)}`);
  }
}
