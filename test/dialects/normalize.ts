// Makes a capture small and the same in every run: no content, no resources, short texts, ids and times by their order.
import { isRecord, type Json, listOf } from '../../packages/doctor/src/spans/span.ts';
import { normalize as normalizeText } from '../pasted/normalize.ts';
import type { Capture } from './record.ts';
import type { Sender } from './sender.ts';

type Fields = Record<string, unknown>;

/** Attributes with content, or with what the application sent: that they are there is kept. */
const CONTENT =
  /prompt(?!_tokens|s?\.tokens|_filter)|completion(?!_tokens|s?\.tokens)|content(?!_filter|_type)|messages?(?:\.\d|$)|(?:input|output)\.(?:value|mime)|(?:entity|task)\.(?:input|output)|arguments|(?<!invocation_)parameters|schema|instructions|definitions|tools?(?:\.|$)|choice|response\.text|request\.body|response\.body|gen_ai\.(?:input|output)\b/i;
/** The application's request, which no reader uses. */
const SENT =
  /^(?:input\.|llm\.input_messages\.|llm\.prompts?|gen_ai\.prompt\.\d|anthropic\.request\.(?:shape|fingerprint)|http\.response\.header\.content-type|url\.template|genkit:input)/;
/** Fields whose error sentence is kept. */
const ERROR = /error|exception|status|reason/i;
/** Values that differ in each run. */
const VOLATILE =
  /duration|latency|time|_ms$|msto|seconds|per_second|thread|\bpid\b|port|session|user\.|host\.|cost|\.id$|_id$|uuid/i;

/** @param given exports in the form of OTLP's JSON, in the order in which they came */
export function captureOf(
  { situation, drill }: Pick<Capture, 'situation' | 'drill'>,
  given: readonly Json[],
  leavesOut?: Sender['leavesOut'],
): Capture {
  const exports = leavesOut === undefined ? given : given.map((one) => without(one, leavesOut) as Json);
  const spans = grouped(exports, { groups: 'resourceSpans', scopes: 'scopeSpans', items: 'spans' });
  const logs = grouped(exports, { groups: 'resourceLogs', scopes: 'scopeLogs', items: 'logRecords' });
  nest(spans.flatMap(({ items }) => items));
  const all = [...spans, ...logs].flatMap(({ items }) => items);
  const clock = new Clock(all.flatMap((item) => TIMES.map((name) => item[name])));
  const ids = new Ids();
  // Numbered in the order of time, so that the order of exports does not count.
  for (const { item } of byStart(spans)) for (const name of IDS) ids.see(name, item[name]);
  const capture = {
    situation,
    drill,
    ...(spans.length > 0 && {
      resourceSpans: [
        {
          scopeSpans: spans.map(({ scope, items }) => ({
            scope,
            spans: items.map((item) => spanOf(item, clock, ids)),
          })),
        },
      ],
    }),
    ...(logs.length > 0 && {
      resourceLogs: [
        {
          scopeLogs: logs.map(({ scope, items }) => ({
            scope,
            logRecords: items.map((item) => logOf(item, clock, ids)),
          })),
        },
      ],
    }),
  };
  return JSON.parse(JSON.stringify(capture)) as Capture;
}

/** A copy without records and attributes that are left out. */
function without(value: unknown, leavesOut: NonNullable<Sender['leavesOut']>): unknown {
  if (Array.isArray(value))
    return value.filter((one) => !isLeftOut(one, leavesOut)).map((one) => without(one, leavesOut));
  if (!isRecord(value) || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, without(held, leavesOut)]));
}

function isLeftOut(value: unknown, { records, attributes }: NonNullable<Sender['leavesOut']>): boolean {
  if (!isRecord(value)) return false;
  const said = isRecord(value.body) ? value.body.stringValue : undefined;
  if (typeof said === 'string' && records?.test(said)) return true;
  return typeof value.key === 'string' && attributes?.test(value.key) === true;
}

/** The tolerance between a span's clock and that of the span around it, which starts before it and ends after it. */
const DRIFT_NS = 3_000_000n;

function nest(spans: readonly Fields[]): void {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  for (const span of spans.toSorted((a, b) => startOf(a) - startOf(b))) {
    const around = byId.get(span.parentSpanId);
    for (const [name, sign] of [
      ['startTimeUnixNano', -1n],
      ['endTimeUnixNano', 1n],
    ] as const) {
      const [own, outer] = [nanoseconds(span[name]), nanoseconds(around?.[name])];
      if (own === undefined || outer === undefined) continue;
      const beyond = (own - outer) * sign;
      if (beyond > 0n && beyond < DRIFT_NS) span[name] = `${outer}`;
    }
  }
}

interface Scoped {
  readonly scope: Fields;
  readonly items: Fields[];
}

/** The items of all exports by their instrumentation: by its name, each in the order of time. */
function grouped(
  exports: readonly Json[],
  names: { readonly groups: string; readonly scopes: string; readonly items: string },
): readonly Scoped[] {
  const byScope = new Map<string, Scoped>();
  for (const group of exports.flatMap((one) => recordsIn(one[names.groups]))) {
    for (const scoped of recordsIn(group[names.scopes])) {
      const { name, version } = isRecord(scoped.scope) ? scoped.scope : {};
      const scope = {
        ...(name !== undefined && name !== '' && { name }),
        ...(version !== undefined && version !== '' && { version }),
      };
      const key = JSON.stringify(scope);
      const known: Scoped = byScope.get(key) ?? { scope, items: [] };
      known.items.push(...recordsIn(scoped[names.items]));
      byScope.set(key, known);
    }
  }
  return [...byScope]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { scope, items }]) => ({ scope, items: items.toSorted((a, b) => startOf(a) - startOf(b)) }));
}

const recordsIn = (list: unknown): Fields[] => listOf(list).filter((one): one is Fields => isRecord(one));

const byStart = (scoped: readonly Scoped[]): readonly { readonly item: Fields }[] =>
  scoped
    .flatMap(({ items }) => items.map((item) => ({ item })))
    .toSorted(
      (a, b) => startOf(a.item) - startOf(b.item) || isAround(b.item, a.item) - isAround(a.item, b.item),
    );

const isAround = (outer: Fields, inner: Fields): number => Number(inner.parentSpanId === outer.spanId);

const startOf = (item: Fields): number =>
  Number(item.startTimeUnixNano ?? item.timeUnixNano ?? 0) || Number(item.observedTimeUnixNano ?? 0);

const IDS = ['traceId', 'spanId'] as const;
const TIMES = ['startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano', 'observedTimeUnixNano'] as const;

/** Ids by the order in which they are seen. */
class Ids {
  readonly #known = new Map<unknown, string>();
  readonly #counts = new Map<string, number>();

  see(kind: string, id: unknown): string | undefined {
    if (typeof id !== 'string' || /^0*$/.test(id)) return undefined;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const hex = count.toString(16).padStart(kind === 'traceId' ? 32 : 16, '0');
    this.#known.set(id, hex);
    return hex;
  }
}

const START_NS = 1_772_600_767_000_000_000n;
const MS_NS = 1_000_000n;

/** Times by their order, with what is between them rounded so far that runs agree: times that were the same stay so. */
class Clock {
  readonly #times = new Map<string, bigint>();

  constructor(times: readonly unknown[]) {
    let now = START_NS;
    let last: bigint | undefined;
    const sorted = [...new Set(times.map(nanoseconds))]
      .filter((time) => time !== undefined)
      .toSorted((a, b) => (a < b ? -1 : 1));
    for (const time of sorted) {
      if (last !== undefined) now += rounded(time - last);
      last = time;
      this.#times.set(`${time}`, now);
    }
  }

  at(time: unknown): string | undefined {
    const known = this.#times.get(`${nanoseconds(time)}`);
    return known === undefined ? undefined : `${known}`;
  }
}

const nanoseconds = (time: unknown): bigint | undefined =>
  (typeof time === 'string' || typeof time === 'number') && /^[1-9]\d*$/.test(`${time}`)
    ? BigInt(time)
    : undefined;

function rounded(between: bigint): bigint {
  const milliseconds = Number(between / MS_NS);
  if (milliseconds < 30) return MS_NS;
  if (milliseconds < 300) return 100n * MS_NS;
  if (milliseconds < 3_000) return 1_000n * MS_NS;
  return BigInt(Math.round(milliseconds / 5_000) * 5_000) * MS_NS || 5_000n * MS_NS;
}

function spanOf(span: Fields, clock: Clock, ids: Ids): Fields {
  const status = isRecord(span.status) ? span.status : {};
  return {
    traceId: ids.see('traceId', span.traceId),
    spanId: ids.see('spanId', span.spanId),
    parentSpanId: ids.see('spanId', span.parentSpanId),
    name: textOf(span.name),
    kind: span.kind,
    startTimeUnixNano: clock.at(span.startTimeUnixNano),
    endTimeUnixNano: clock.at(span.endTimeUnixNano),
    attributes: attributesOf(span.attributes),
    events: nonEmpty(
      recordsIn(span.events).map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
    ),
    status:
      Object.keys(status).length === 0 ? undefined : { code: status.code, message: textOf(status.message) },
  };
}

function logOf(log: Fields, clock: Clock, ids: Ids): Fields {
  return {
    timeUnixNano: clock.at(log.timeUnixNano ?? log.observedTimeUnixNano),
    severityNumber: log.severityNumber,
    severityText: log.severityText || undefined,
    eventName: log.eventName || undefined,
    body: isRecord(log.body) ? shortened('body', log.body) : undefined,
    attributes: attributesOf(log.attributes),
    traceId: ids.see('traceId', log.traceId),
    spanId: ids.see('spanId', log.spanId),
  };
}

const nonEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

/** Those of a lists of a thousand that are content are the same as those of one. */
const MOST_ATTRIBUTES = 120;

/** Attributes that Datadog writes on each span, and others in the resource. */
const OF_PROCESS =
  /^(?:_dd\.(?!integration$)|_sampling_priority|runtime-id$|process_id$|service$|resource\.name$|language$)/;

/** Attributes that frameworks write on each span around a call: the graph, the user, the environment. */
const AROUND =
  /^gen_ai\.(?:cost|openai)\.|^litellm\.(?!call_id$)|^llm\.anthropic\.(?!stop_reason$)|(?:^|\.)(?:metadata|association\.properties)\.(?!ls_(?:provider|model_name)$)/;

const attributesOf = (attributes: unknown): readonly Fields[] | undefined =>
  nonEmpty(
    recordsIn(attributes)
      .filter(({ key }) => ![SENT, OF_PROCESS, AROUND].some((names) => names.test(String(key))))
      .slice(0, MOST_ATTRIBUTES)
      .map(({ key, value }) => ({ key, value: isRecord(value) ? shortened(String(key), value) : value })),
  );

const CUT = '…';

/** An answer without content says so in its content. */
const isEmpty = (content: unknown): boolean =>
  content === '' ||
  (typeof content === 'string' && /^\[\{"role":"\w+","parts":\[\],[^{[]*\}\]$/.test(content));

function shortened(key: string, value: Json): Json {
  const isContent = (CONTENT.test(key) && !ERROR.test(key)) || key.endsWith('fingerprint');
  const part = ([field, held]: readonly [string, unknown]): readonly [string, unknown] => {
    if (Array.isArray(held))
      return [field, held.slice(0, 20).map((one) => (isRecord(one) ? whole(one) : one))];
    if (isRecord(held)) return [field, whole(held)];
    if (field === 'stringValue' && isContent) return [field, isEmpty(held) ? held : CUT];
    // A record of a log has no start: that is its time without its duration.
    if (/duration_ms$/.test(key) && /^\d+$/.test(`${held}`))
      return [field, `${rounded(BigInt(`${held}`) * MS_NS) / MS_NS}`];
    if (/^(?:string|int|double)Value$/.test(field) && VOLATILE.test(key) && /^[\d.e+-]+$/.test(`${held}`))
      return [field, field === 'doubleValue' ? 1 : '1'];
    if (field === 'doubleValue') return [field, Math.round(Number(held) * 10) / 10];
    if (key === 'genkit:output' && typeof held === 'string') return [field, textOf(writtenOnce(held))];
    // On a span of LiteLLM's proxy, which has it from the call.
    if (key === 'exception' && typeof held === 'string') return [field, textOf(held.slice(0, 60))];
    if (key === 'hidden_params' && typeof held === 'string')
      return [field, textOf(held.slice(0, headersIn(held)))];
    return [field, /stack/i.test(key) ? causesOf(held) : textOf(held)];
  };
  const whole = (record: Json): Json => Object.fromEntries(Object.entries(record).map(part));
  return whole(value);
}

/** The answer in Genkit's output, without content and without its copies. */
function writtenOnce(output: string): string {
  const { custom } = JSON.parse(output) as Json;
  return JSON.stringify({ custom }, (key, value) =>
    key === 'text' || key === 'input' ? CUT : COPIES.has(key) ? undefined : value,
  );
}

const COPIES: ReadonlySet<string> = new Set(['parsed_output', 'usage']);

/** How much of LiteLLM's attribute is kept: the first headers of the answer, of a success up to the first limits. */
const headersIn = (written: string): number =>
  /"additional_headers": (?:null|\{\})/.test(written) ? 120 : written.includes('llm_provider-') ? 800 : 400;

/** A frame in which an SDK reads a stream. */
const IN_STREAM = /\banthropic\/_streaming\.py"|@anthropic-ai\/sdk\/core\/streaming\./;

/** The lines of a stack that are not frames: the errors, which in Python are all causes, and whether a stream was read. */
const causesOf = (stack: unknown): unknown =>
  typeof stack === 'string'
    ? textOf(withoutFrames(stack).slice(0, stack.includes('litellm') ? 300 : LONGEST))
    : stack;

function withoutFrames(stack: string): string {
  const lines = stack.split('\n');
  const reading = lines.find((line) => IN_STREAM.test(line));
  const causes = lines.filter((line) => /^\S/.test(line) && !/^(?:Traceback|During|The above)/.test(line));
  return [...(reading === undefined ? [] : [reading]), ...causes].join('\n');
}

/** A message with a traceback of Python behind it. */
function withShortTraceback(text: string): string {
  const at = text.indexOf(TRACEBACK);
  return at < 0 ? text : `${text.slice(0, at)}${TRACEBACK}\n${withoutFrames(text.slice(at))}`;
}
const TRACEBACK = 'Traceback (most recent call last):';

const LONGEST = 1_200;
/** Without what is of the machine or the moment. */
const textOf = (text: unknown): unknown =>
  typeof text === 'string'
    ? normalizeText(withShortTraceback(text))
        .slice(0, LONGEST)
        .replaceAll(/\b[0-9a-f]{32}\b/g, '0'.repeat(32))
    : text;
