// Finds the spans of a trace that belong to one call, and the span with the most facts. Pure.
import {
  bestOf,
  instrumentationOf,
  isApiLevel,
  isFailed,
  isOwnCall,
  isSameCall,
  mayBeSameCall,
  readFacts,
  readString,
  type SpanOfCall,
  timeTolerance,
} from '@sevenstep/checklist';
import { GROUPED } from '../bounds.ts';
import type { Span } from '../spans/span.ts';
import { attemptsOf } from './attempts-of.ts';
import { timed } from './call.ts';
import { sentAgain } from './sent-again.ts';
import { toldSteps } from './told-steps.ts';
import { idKey, MOST_PARENTS, type Trace } from './trace.ts';
import type { TimedSpan } from './waterfall.ts';

/** The spans of one call. */
export interface GroupedCall {
  /** The span with the most facts. */
  readonly span: Span;
  readonly others: readonly Span[];
  readonly attempts: readonly TimedSpan[];
}

/** A span of a call, and the nearest span of a call around it. */
interface Node extends SpanOfCall {
  readonly span: Span;
  readonly outer: Node | undefined;
  readonly depth: number;
}

/** The spans that are known to belong to one call so far. */
interface Cluster {
  readonly best: Node;
  readonly members: readonly Node[];
}

export function groupTrace(trace: Trace): GroupedCall[] {
  const again = sentAgain(trace);
  const nodes = nodesOf(trace, toldSteps(trace), new Set(again.values()));
  // If the spans of two instrumentations nest for one call, they nest for every call. So siblings of the two are different calls.
  const nesting = new Set(
    nodes.flatMap(({ instrumentation, outer }) =>
      outer ? [pairOf(instrumentation, outer.instrumentation)] : [],
    ),
  );
  const byDepth = new Map<number, Node[]>();
  for (const node of nodes) push(byDepth, node.depth, node);
  // The innermost spans come first, so that the spans inside a span are grouped before it.
  let within = new Map<Node | undefined, Cluster[]>();
  for (let depth = nodes.reduce((most, node) => Math.max(most, node.depth), 0); depth >= 0; depth--) {
    const around = new Map<Node | undefined, Cluster[]>();
    const here = new Map<Node | undefined, Node[]>();
    for (const node of byDepth.get(depth) ?? []) push(here, node.outer, node);
    for (const [outer, siblings] of here) {
      const clusters = mergeSiblings(siblings, nesting).flatMap((cluster) =>
        absorb(
          cluster,
          cluster.members.flatMap((node) => within.get(node) ?? []),
        ),
      );
      around.set(outer, clusters);
    }
    within = around;
  }
  const requests = new Map<string, Span[]>();
  for (const span of trace.requests.values()) push(requests, idKey(span.parentSpanId ?? ''), span);
  return (within.get(undefined) ?? []).map(({ best, members }) => {
    const others = members.filter((node) => node !== best).map(({ span }) => span);
    const attempts = attemptsOf(best.span, others, requests);
    const before = triesBefore(idKey(best.span.spanId), again).flatMap((key) => trace.calls.get(key) ?? []);
    if (before.length === 0) return { span: best.span, others, attempts };
    const last = attempts.length > 0 ? attempts : [timed(best.span)];
    return { span: best.span, others: [...others, ...before], attempts: [...before.map(timed), ...last] };
  });
}

/** The latest failed attempts before a call, in order. */
function triesBefore(key: string, again: ReadonlyMap<string, string>): readonly string[] {
  const tries: string[] = [];
  for (let id = again.get(key); id !== undefined && tries.length < GROUPED.members; id = again.get(id))
    tries.unshift(id);
  return tries;
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/**
 * @param steps the steps that count as calls. Calls within them succeeded and count separately
 * @param resent the calls that a later attempt replaces
 */
function nodesOf(
  { calls, parents }: Trace,
  steps: ReadonlyMap<string, Span>,
  resent: ReadonlySet<string>,
): Node[] {
  const nodes = new Map<string, Node>();
  const open = new Set<string>();
  const nodeOf = (key: string, span: Span): Node => {
    const known = nodes.get(key);
    if (known) return known;
    open.add(key);
    let id = parents.get(key);
    for (let steps = 0; id !== undefined && !calls.has(id) && steps < MOST_PARENTS; steps++)
      id = parents.get(id);
    const around = id === undefined || open.has(id) || open.size > MOST_PARENTS ? undefined : calls.get(id);
    const outer = around && id !== undefined ? nodeOf(id, around) : undefined;
    open.delete(key);
    const { attributes, statusMessage, start, end, scope } = span;
    const instrumentation = instrumentationOf(attributes, scope?.name);
    const depth = outer === undefined ? 0 : outer.depth + 1;
    const node: Node = { span, attributes, statusMessage, start, end, instrumentation, outer, depth };
    nodes.set(key, node);
    return node;
  };
  return [...calls, ...steps].flatMap(([key, span]) => (resent.has(key) ? [] : nodeOf(key, span)));
}

const pairOf = (a: string, b: string): string => [a, b].toSorted().join(' ');

/** Merges siblings that are the same call. Each instrumentation has at most one span of it. */
function mergeSiblings(siblings: readonly Node[], nesting: ReadonlySet<string>): Cluster[] {
  const clusters = new Map(siblings.map((node): [Node, Node[]] => [node, [node]]));
  if (new Set(siblings.map(({ instrumentation }) => instrumentation)).size > 1) {
    for (const [a, b] of pairsOf(siblings, nesting)) {
      const [mine = [], theirs = []] = [clusters.get(a), clusters.get(b)];
      if (mine === theirs || mine.length + theirs.length > GROUPED.instrumentations) continue;
      if (mine.some((one) => theirs.some(({ instrumentation }) => instrumentation === one.instrumentation)))
        continue;
      mine.push(...theirs);
      for (const node of theirs) clusters.set(node, mine);
    }
  }
  const merged = [...new Set(clusters.values())].map((members) => ({
    best: bestOf(members as [Node, ...Node[]]),
    members,
  }));
  return joinRetried(merged, nesting);
}

/** Pairs of spans of the same call, the closest first. */
function pairsOf(siblings: readonly Node[], nesting: ReadonlySet<string>): (readonly [Node, Node])[] {
  const found: [a: Node, b: Node, distance: number][] = [];
  // Compares all pairs of some hundred siblings. If there are more, it compares only the nearest. A call that is not compared counts twice.
  const most = Math.max(GROUPED.instrumentations, Math.floor(GROUPED.comparisons / siblings.length));
  const look = (a: Node, b: Node) => {
    if (
      a.instrumentation === b.instrumentation ||
      a.span.service !== b.span.service ||
      nesting.has(pairOf(a.instrumentation, b.instrumentation))
    )
      return;
    if (isSameCall(a, b)) found.push([a, b, Math.abs(a.start - b.start) + Math.abs(a.end - b.end)]);
  };
  // If a call was retried, one span may cover all attempts, and the other only the last.
  for (const name of ['gen_ai.response.id', 'anthropic.request.id'] as const) {
    const byId = new Map<string, Node[]>();
    for (const node of siblings) {
      const id = readString(node.attributes, name);
      if (id === undefined) continue;
      const others = byId.get(id) ?? [];
      for (const other of others) look(other, node);
      if (others.length < GROUPED.instrumentations) push(byId, id, node);
    }
  }
  const sorted = siblings.toSorted((a, b) => a.start - b.start);
  const farthest = sorted.reduce((most, node) => Math.max(most, timeTolerance(node, node)), 0);
  sorted.forEach((a, index) => {
    for (let at = index + 1; at < Math.min(sorted.length, index + 1 + most); at++) {
      const b = sorted[at];
      if (b === undefined || b.start - a.start > farthest) break;
      if (Math.abs(a.end - b.end) <= timeTolerance(a, b)) look(a, b);
    }
  });
  return found.toSorted(([, , a], [, , b]) => a - b).map(([a, b]) => [a, b]);
}

/**
 * A framework's span over several calls is not a separate call if the framework made them one after the other as retries.
 */
function joinRetried(clusters: readonly Cluster[], nesting: ReadonlySet<string>): Cluster[] {
  const isWrapper = ({ best, members }: Cluster) => members.length === 1 && !isApiLevel(best.attributes);
  const calls = clusters
    .filter((cluster) => !isWrapper(cluster))
    .toSorted((a, b) => a.best.start - b.best.start);
  const joined = new Map<Cluster, Node[]>();
  let wrappers = 0;
  const left = clusters.filter((cluster) => {
    if (!isWrapper(cluster)) return false;
    wrappers += 1;
    if (wrappers * calls.length > GROUPED.comparisons) return true;
    const run = calls.filter(
      ({ best }) =>
        isWithin(best, cluster.best) &&
        !nesting.has(pairOf(best.instrumentation, cluster.best.instrumentation)),
    );
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined || first === last) return true;
    const most = timeTolerance(cluster.best, cluster.best);
    const isRun =
      run.every(({ best }, index) => best.start >= (run[index - 1]?.best.end ?? 0)) &&
      first.best.start - cluster.best.start <= most &&
      cluster.best.end - last.best.end <= most &&
      mayBeSameCall(cluster.best, last.best) &&
      isFailed(cluster.best) === isFailed(last.best);
    if (!isRun) return true;
    joined.set(last, [...(joined.get(last) ?? []), cluster.best]);
    return false;
  });
  return [
    ...calls.map((cluster) => ({
      ...cluster,
      members: [...cluster.members, ...(joined.get(cluster) ?? [])],
    })),
    ...left,
  ];
}

/** The largest difference between the clocks of two instrumentations in one process, in milliseconds. */
const CLOCKS_MS = 5;

const isWithin = (inner: Node, outer: Node): boolean =>
  inner.span.service === outer.span.service &&
  inner.start >= outer.start - CLOCKS_MS &&
  inner.end <= outer.end + CLOCKS_MS;

/** Merges a call's span with the calls inside it: they are the same call, or retries by a framework. */
function absorb(outer: Cluster, inner: readonly Cluster[]): Cluster[] {
  if (inner.length === 0) return [outer];
  const within = inner.length === 1 ? (inner[0]?.members ?? []) : inner.flatMap((cluster) => cluster.members);
  const members = [...outer.members, ...within.slice(0, GROUPED.members)];
  const [only] = inner;
  if (only !== undefined && inner.length === 1) return [{ best: bestOf([outer.best, only.best]), members }];
  if (isWhole(outer.best, inner)) return [{ best: outer.best, members }];
  const last = inner.toSorted((a, b) => a.best.end - b.best.end).at(-1) as Cluster;
  // Successful calls must not hide a framework's own failure.
  if (isFailed(outer.best) && !isFailed(last.best)) return [outer, ...inner];
  return inner.map((cluster) =>
    cluster === last ? { ...cluster, members: [...cluster.members, ...outer.members] } : cluster,
  );
}

/** Whether the outer span reports the requests itself, so that the spans inside are its attempts as a gateway saw them. */
function isWhole({ span }: Node, inner: readonly Cluster[]): boolean {
  if (!isApiLevel(span.attributes)) return false;
  const calls = inner.filter(({ best }) => isOwnCall(best.attributes) && best.span.service !== span.service);
  return calls.length < 2 || calls.length === readFacts(span.attributes).attempts;
}
