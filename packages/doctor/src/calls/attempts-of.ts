// Lists the HTTP requests of a call, each once: from our spans, or from another instrumentation's if we have none.
import { isOwnAttempt, isOwnCall, readFacts, readString } from '@sevenstep/checklist';
import type { Span } from '../spans/span.ts';
import { timed } from './call.ts';
import { idKey } from './trace.ts';
import type { TimedSpan } from './waterfall.ts';

/**
 * @param others spans of the same call
 * @param requests the HTTP spans of the trace, by the key of their parent's id
 * @returns the attempts in the order of their starts, which a store may not keep. An empty list for our own call with one request, because its span has more facts
 */
export function attemptsOf(
  call: Span,
  others: readonly Span[],
  requests: ReadonlyMap<string, readonly Span[]>,
): readonly TimedSpan[] {
  return unordered(call, others, requests).toSorted((a, b) => a.start - b.start);
}

function unordered(
  call: Span,
  others: readonly Span[],
  requests: ReadonlyMap<string, readonly Span[]>,
): readonly TimedSpan[] {
  const around = [call, ...others.filter(({ service }) => service === call.service)];
  const children = around.map((parent) => ({
    parent,
    requests: requests.get(idKey(parent.spanId)) ?? [],
  }));
  for (const { parent, requests } of children) {
    const ours = oursOf(parent, requests);
    if (ours.length > 0) return ours.map(timed);
  }
  const own = around.find(({ attributes }) => isOwnCall(attributes));
  // The call's span is from another instrumentation and has no request id. Our span describes its only request.
  if (own !== undefined && own !== call && readFacts(own.attributes).attempts === 1) {
    return [{ ...timed(own), name: readString(own.attributes, 'http.request.method') ?? 'POST' }];
  }
  const theirs = sentTo(
    call,
    children.flatMap((child) => child.requests),
  );
  // Other requests may be redirects or requests for a token.
  if (
    isOwnCall(call.attributes) &&
    (theirs.length === 1 || theirs.length !== readFacts(call.attributes).attempts)
  )
    return [];
  return theirs.map(timed);
}

/** The attempts from our instrumentation. A timed out attempt without a scope does not name its instrumentation. It counts as our own if no other attempt of our instrumentation overlaps it. */
function oursOf(parent: Span, requests: readonly Span[]): readonly Span[] {
  const sure = requests.filter(({ attributes, scope }) => isOwnAttempt(attributes, scope?.name));
  if (sure.length === 0 || !isOwnCall(parent.attributes)) return sure;
  const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end;
  return requests.filter(
    (one) => sure.includes(one) || (one.scope === undefined && !sure.some((other) => overlaps(one, other))),
  );
}

/** The requests within a call that have its host and method, without those for a cloud's token. */
function sentTo({ attributes }: Span, requests: readonly Span[]): readonly Span[] {
  const host = attributes['server.address'];
  const method = attributes['http.request.method'];
  const toHost = requests.filter(
    ({ attributes: { 'server.address': other } }) =>
      host === undefined || other === undefined || other === host,
  );
  const posts = toHost.filter((one) => one.attributes['http.request.method'] === (method ?? 'POST'));
  return posts.length > 0 ? posts : toHost;
}
