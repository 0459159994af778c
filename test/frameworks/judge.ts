// Judges a row: compares its runs with and without us with the expectations of the row.
import type { Ran } from './run-application.ts';
import {
  type Aspect,
  CALLS,
  type Expectation,
  type KnownProblem,
  type NodeLine,
  type Problem,
  type SetUp,
  type TheirCalls,
} from './set-up.ts';
import type { WireSpan } from './wire/span.ts';

const OUR_SCOPE = '@sevenstep/instrumentation-anthropic';
/** The SDK's own, of each platform. */
const SDK_SCOPE = /^com\.anthropic\.sdk\.typescript\b/;
/** Attributes of which our call span has one, and the SDK's own span none. Names are not enough, because Sentry changes them. */
const MARKS = ['anthropic.sdk.method', 'gen_ai.response.finish_reasons', 'anthropic.auth.key_shape'];
const OF_AGENTS: ReadonlySet<unknown> = new Set(['execute_tool', 'invoke_agent']);
const DIAGNOSIS = 'anthropic.diagnosis.id';

/** A row's run with us, against the one without. */
export function judge({ expect }: SetUp, line: NodeLine, without: Ran, ran: Ran): readonly Problem[] {
  const { theirCalls } = expect;
  const calls = ran.spans.filter((span) => (theirCalls ? isOne(span, theirCalls) : isCall(span)));
  const verdicts = expect.verdicts ?? CALLS.slice(0, expect.calls).map(({ verdict }) => verdict);
  const problems = [
    ...without.problems.map((problem) => ({ aspect: 'others' as const, text: `without us: ${problem}` })),
    ...ran.problems.map((text) => ({ aspect: 'others' as const, text })),
    ...same('application', 'requests', without.requests, ran.requests),
    ...same('application', 'stdout', masked(without.stdout), masked(ran.stdout)),
    ...stderrProblems(masked(without.stderr), masked(ran.stderr), expect.notice),
    ...same('calls', 'call spans', expect.calls, calls.length),
    ...(expect.measured === undefined ? [] : measuredProblems(ran.measured, expect.measured)),
    ...calls
      .filter((call) => !theirCalls && !isObserved(call))
      .map(({ name }) => ({ aspect: 'calls' as const, text: `${name}: the span has nothing of ours` })),
    ...calls.flatMap((call) => parentProblems(call, ran.spans, expect.parents)),
    ...verdictProblems(calls, typeof expect.diagnosed === 'string' ? verdicts : calls.map(() => null)),
    ...otherProblems(without.spans, ran.spans, expect),
  ];
  return withoutKnown(problems, knownOn(line, expect));
}

/** The known problems of a row on one Node.js. */
export const knownOn = (line: NodeLine, { known = [] }: Expectation): readonly KnownProblem[] =>
  known.filter(({ node }) => node?.includes(line) ?? true);

/** The problems that are not known, and the known ones that do not occur. */
export function withoutKnown(
  problems: readonly Problem[],
  known: readonly KnownProblem[],
): readonly Problem[] {
  const isThat = (problem: Problem, one: KnownProblem) =>
    one.aspect === problem.aspect && one.text.test(problem.text);
  return [
    ...problems.filter((problem) => !known.some((one) => isThat(problem, one))),
    ...known
      .filter((one) => !problems.some((problem) => isThat(problem, one)))
      .map(({ aspect, text }) => ({ aspect, text: `the known problem ${text} does not occur any more` })),
  ];
}

const same = (aspect: Aspect, what: string, wanted: unknown, got: unknown): Problem[] =>
  wanted === got
    ? []
    : [{ aspect, text: `${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}` }];

/** Masks values that differ between two runs of one application: ports, process ids, times. */
const masked = (printed: string): string =>
  printed
    .replace(/(127\.0\.0\.1|localhost):\d+/g, '$1:<port>')
    .replace(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '<id>')
    .replace(/\(node:\d+\)/g, '(node:<pid>)')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\b\d+(?:\.\d+)? ?(ms|s)\b/g, '<time>')
    .replace(/[\w./-]*\/run-\d+\/[\w.-]+?(?:-without)?(?=[/\s'")])/g, '<folder>');

function stderrProblems(without: string, ran: string, notice: RegExp | undefined): Problem[] {
  const usual = new Set(without.split('\n'));
  const unusual = ran.split('\n').filter((line) => !usual.has(line) && !notice?.test(line));
  return [
    ...unusual.map((line) => `stderr has: ${line}`),
    ...(notice && !notice.test(ran) ? [`stderr has nothing like ${notice}`] : []),
  ].map((text) => ({ aspect: 'application', text }));
}

/** Whether it is our call span or the SDK's. If a vendor's format has no scope, attributes that only call spans have show it. */
export function isCall({ scope, attributes }: WireSpan): boolean {
  if (scope !== '' && scope !== OUR_SCOPE && !SDK_SCOPE.test(scope)) return false;
  // Logfire exports a span as it starts, too.
  if (attributes.get('logfire.span_type') === 'pending_span') return false;
  const operation = attributes.get('gen_ai.operation.name');
  return (
    operation !== undefined &&
    !OF_AGENTS.has(operation) &&
    attributes.get('gen_ai.provider.name') !== undefined
  );
}

const isOne = ({ scope, name }: WireSpan, calls: TheirCalls): boolean =>
  scope === calls.scope && calls.name.test(name);

/** Whether it is ours: the SDK's own span is there without us, too. */
const isObserved = ({ scope, attributes }: WireSpan): boolean =>
  scope === OUR_SCOPE || MARKS.some((mark) => attributes.has(mark));

/** Whether it is our span, but not a call's. Such spans are between a call and the spans of others. */
const isOurs = (span: WireSpan): boolean =>
  !isCall(span) &&
  (span.scope === OUR_SCOPE ||
    (span.scope === '' && [...span.attributes.keys()].some((key) => key.startsWith('anthropic.'))));

function parentOf(span: WireSpan, spans: readonly WireSpan[]): WireSpan | undefined {
  const parent = spans.find(
    ({ spanId, traceId }) => spanId === span.parentSpanId && traceId === span.traceId,
  );
  return parent && isOurs(parent) ? parentOf(parent, spans) : parent;
}

const measuredProblems = (measured: Ran['measured'], wanted: number): Problem[] =>
  measured.size === 0
    ? [{ aspect: 'calls', text: 'no metric of durations was exported' }]
    : [...measured].flatMap(([name, count]) => same('calls', `calls in ${name}`, wanted, count));

function parentProblems(call: WireSpan, spans: readonly WireSpan[], wanted: string): Problem[] {
  const parent = parentOf(call, spans);
  const found = parent ? [parent.name, parent.kind] : [call.parentSpanId === undefined ? 'root' : 'unknown'];
  if (found.includes(wanted)) return [];
  return [{ aspect: 'parents', text: `${call.name}: its parent is ${found.join(' ')}, not ${wanted}` }];
}

/** Spans come in the order in which they end, or in which their traces are sent: the order says nothing. */
function verdictProblems(calls: readonly WireSpan[], verdicts: readonly (string | null)[]): Problem[] {
  const found = calls.map(({ attributes }) => String(attributes.get(DIAGNOSIS) ?? 'none'));
  const wanted = verdicts.map((verdict) => verdict ?? 'none');
  return same('diagnosed', 'diagnoses', wanted.toSorted().join(', '), found.toSorted().join(', '));
}

function otherProblems(
  without: readonly WireSpan[],
  ran: readonly WireSpan[],
  { others: wanted, theirCalls }: Expectation,
): Problem[] {
  const before = countOthers(without, theirCalls);
  const after = countOthers(ran, theirCalls);
  const lines = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return [
    ...lines
      .filter((line) => before.get(line) !== after.get(line))
      .map((line) => `${after.get(line) ?? 0} × instead of ${before.get(line) ?? 0} ×: ${line}`),
    ...missing(ran, wanted).map((name) => `no span of another is ${name}`),
  ].map((text) => ({ aspect: 'others', text }));
}

/** Which of these names or scopes no span of another has. */
export function missing(spans: readonly WireSpan[], names: readonly string[]): readonly string[] {
  const others = spans.filter((span) => !isCall(span) && !isOurs(span));
  return names.filter((name) => !others.some((span) => span.name === name || span.scope === name));
}

/** Spans of others as text, and how often each is there. */
function countOthers(
  spans: readonly WireSpan[],
  theirCalls: TheirCalls | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const span of spans) {
    if (isCall(span) || isOurs(span)) continue;
    const { name, kind, scope, failed, attributes } = span;
    const above = otherAbove(span, spans);
    const where = above ? `under ${above.name}` : 'on top';
    const mayBeDiagnosed = theirCalls !== undefined && isOne(span, theirCalls);
    const keys = [...attributes.keys()]
      .filter((key) => !IN_TIME.test(key) && !(mayBeDiagnosed && key.startsWith('anthropic.diagnosis.')))
      .toSorted()
      .join(' ');
    const line = masked(`${scope} ${kind} ${name} ${where}${failed ? ' failed' : ''} [${keys}]`);
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}

/** Attributes that a span has when they were found out in time, such as Sentry's of the machine, or when a time is not 0. */
const IN_TIME = /^(?:os|device|culture|app)\.|^gen_ai\.server\.time_/;

/** The next span above that is another's: without us the SDK may make call spans, or not. */
function otherAbove(span: WireSpan, spans: readonly WireSpan[]): WireSpan | undefined {
  const parent = parentOf(span, spans);
  return parent && isCall(parent) ? otherAbove(parent, spans) : parent;
}
