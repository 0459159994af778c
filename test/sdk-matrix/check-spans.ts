// Finds the problems with a case's spans. Each sentence is one failure.
import { isDeepStrictEqual } from 'node:util';
import { secretsIn } from '../support/secrets.ts';
import type { SpanKind } from './cells.ts';
import type { Case, ExpectedCall } from './suite/case.ts';
import type { CaseResult, SeenSpan } from './suite/observation.ts';

const STATUS_ERROR = 2;
const KIND_CLIENT = 2;
const APPLICATION = 'application';
const SDK_SCOPE = 'com.anthropic.sdk.typescript';

/** @param off the same case without the instrumentation: the spans that are not ours. */
export function checkSpans(test: Case, kind: SpanKind, on: CaseResult, off: CaseResult): string[] {
  const byId = new Map(on.spans.map((span) => [span.id, span]));
  const calls = on.spans.filter(isCall);
  const matched = match(test.calls, calls);
  return [
    ...on.open.map((name) => `span '${name}' has not ended`),
    ...on.complaints.filter((text) => !off.complaints.includes(text)).map((text) => `OpenTelemetry: ${text}`),
    ...(calls.length === test.calls.length
      ? []
      : [`${calls.length} call spans instead of ${test.calls.length}: ${calls.map(methodOf).join(', ')}`]),
    ...matched.flatMap(([expected, span]) => checkCall(expected, span, test, byId, on.spans)),
    ...checkBeneath(test, on.spans, byId),
    ...strangers(test, kind, on, off),
    ...secretsIn(JSON.stringify(on.spans)),
  ];
}

const methodOf = ({ attributes }: SeenSpan): string => String(attributes['anthropic.sdk.method']);
const isCall = ({ attributes }: SeenSpan): boolean => attributes['anthropic.sdk.method'] !== undefined;

/** Pairs in the order of their start; calls at once by their attributes, which say which is which. */
function match(expected: readonly ExpectedCall[], calls: readonly SeenSpan[]): [ExpectedCall, SeenSpan][] {
  const left = [...calls];
  return expected.flatMap((call) => {
    const own = call.attributes?.['gen_ai.request.max_tokens'];
    const index = Math.max(
      0,
      left.findIndex(
        (span) => call.parent === undefined || span.attributes['gen_ai.request.max_tokens'] === own,
      ),
    );
    const [span] = left.splice(index, 1);
    return span ? [[call, span] as [ExpectedCall, SeenSpan]] : [];
  });
}

function checkCall(
  expected: ExpectedCall,
  span: SeenSpan,
  test: Case,
  byId: ReadonlyMap<string, SeenSpan>,
  spans: readonly SeenSpan[],
): string[] {
  const problems: string[] = [];
  const methods = [expected.method].flat();
  const same = (what: string, wanted: unknown, got: unknown) => {
    if (!isDeepStrictEqual(wanted, got))
      problems.push(`${methods[0]}: ${what} is ${show(got)} instead of ${show(wanted)}`);
  };
  if (!methods.includes(methodOf(span))) same('anthropic.sdk.method', methods[0], methodOf(span));
  for (const [name, value] of Object.entries(expected.attributes ?? {}))
    same(name, value, span.attributes[name]);
  for (const name of expected.absent ?? []) same(name, undefined, span.attributes[name]);
  same('kind', KIND_CLIENT, span.kind);
  same('status ERROR', expected.failed === true, span.status === STATUS_ERROR);
  same('its error.type', expected.failed === true, span.attributes['error.type'] !== undefined);
  same('parent', expected.parent ?? test.name, applicationParent(span, byId)?.name);
  const attempts = spans.filter((one) => one.parentId === span.id && isAttempt(one));
  same(
    'attempts',
    expected.attempts ?? [],
    attempts.map(({ attributes }) => attributes['http.response.status_code'] ?? null),
  );
  return problems;
}

function checkBeneath(
  { beneath }: Case,
  spans: readonly SeenSpan[],
  byId: ReadonlyMap<string, SeenSpan>,
): string[] {
  if (beneath === undefined) return [];
  const parent = byId.get(spans.find(({ name }) => name === beneath)?.parentId ?? '');
  return parent && isCall(parent)
    ? []
    : [`'${beneath}' is a child of ${show(parent?.name)} and not of the call`];
}

/** The nearest span of the application, or call, above: those of a tool runner and of its tools may be between. */
function applicationParent(span: SeenSpan, byId: ReadonlyMap<string, SeenSpan>): SeenSpan | undefined {
  const parent = byId.get(span.parentId ?? '');
  const between = parent && parent.scope !== APPLICATION && !isCall(parent);
  return between ? applicationParent(parent, byId) : parent;
}

/** Our span for an HTTP request of a call. */
const isAttempt = ({ name, scope }: SeenSpan): boolean =>
  scope.startsWith('@sevenstep/') && /^[A-Z]+( \/\S*)?$/.test(name);

/** Our spans beside calls and attempts, and the SDK's own: as many as without us. */
function strangers(test: Case, kind: SpanKind, on: CaseResult, off: CaseResult): string[] {
  const ofSdk = ({ spans }: CaseResult) => spans.filter(({ scope }) => scope.startsWith(SDK_SCOPE)).length;
  // Without us, the SDK's span of an unread call never ends, but it counts too.
  const wanted = ofSdk(off) + off.open.length;
  const others = on.spans
    .filter((span) => !isCall(span) && !isAttempt(span))
    .filter(({ scope }) => scope !== APPLICATION && !scope.startsWith(SDK_SCOPE))
    .map(({ name }) => name);
  const expected = wanted > test.calls.length ? [] : (test.others ?? []);
  return [
    ...(isDeepStrictEqual(others, expected)
      ? []
      : [`other spans of ours: ${show(others)} instead of ${show(expected)}`]),
    ...(ofSdk(on) === wanted ? [] : [`${ofSdk(on)} spans of the SDK's own instead of ${wanted}`]),
    ...(kind === 'owned' && ofSdk(on) > 0 ? ['the SDK makes spans though its tracing is off'] : []),
  ];
}

const show = (value: unknown): string => JSON.stringify(value) ?? 'absent';
