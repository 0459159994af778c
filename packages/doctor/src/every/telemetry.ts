// Builds OTLP export requests with metrics of the checks and events about their changes.
import { diagnosisAttributes } from '@sevenstep/checklist';
import {
  type EventName,
  METRICS,
  type MetricName,
  type SpanAttributes,
} from '@sevenstep/semantic-conventions';
import { KEPT } from '../bounds.ts';
import { PROGRAM } from '../help.ts';
import type { Json } from '../spans/span.ts';
import type { Change } from './changes.ts';
import type { CheckResult, Reason } from './check-result.ts';
import { changeSentence } from './lines.ts';
import { type Attributes, resourceAttributes } from './resource.ts';

const STATUS: MetricName = 'anthropic.check.status';
const DURATION: MetricName = 'anthropic.check.duration';
const CHANGE: EventName = 'anthropic.check.change';

/** `AGGREGATION_TEMPORALITY_CUMULATIVE` of metrics.proto. */
const CUMULATIVE = 2;
/** `SeverityNumber` of logs.proto, and its text, by the state of a check. */
const SEVERITIES = { fail: [17, 'ERROR'], warn: [13, 'WARN'], pass: [9, 'INFO'], skip: [9, 'INFO'] } as const;

interface Histogram {
  readonly attributes: Attributes;
  readonly counts: number[];
  sum: number;
}

/** The measurements of the checks since this program began. Ids come from the catalogue, so the number of series is bounded. */
export class CheckTelemetry {
  readonly #resource: Json;
  readonly #scope: Json;
  readonly #server: Attributes;
  readonly #startNano: string;
  readonly #status = new Map<string, { readonly attributes: Attributes; value: 0 | 1 }>();
  readonly #durations = new Map<string, Histogram>();
  #events: Json[] = [];

  /** @param version this program's version. @param startedAt milliseconds since the epoch. */
  constructor(
    env: Readonly<Record<string, string | undefined>>,
    version: string,
    server: SpanAttributes,
    startedAt: number,
  ) {
    this.#resource = { attributes: keyValues(resourceAttributes(env, version)) };
    this.#scope = { name: PROGRAM, version };
    this.#server = server as Attributes;
    this.#startNano = nano(startedAt);
  }

  measure(results: readonly CheckResult[]): void {
    // Set previous states to 0. If their series only ended, they would still count for minutes.
    for (const one of this.#status.values()) one.value = 0;
    for (const result of results) {
      const attributes = {
        'anthropic.check.name': result.check,
        'anthropic.check.state': result.state,
        ...this.#server,
      };
      const { id, action } = result.reason ?? {};
      const diagnosed = { ...attributes, 'anthropic.diagnosis.id': id, 'anthropic.diagnosis.action': action };
      this.#status.set(JSON.stringify(diagnosed), { attributes: diagnosed, value: 1 });
      if (result.state !== 'skip') this.#record(attributes, result.seconds);
    }
  }

  #record(attributes: Attributes, seconds: number): void {
    const { buckets = [] } = METRICS[DURATION];
    const key = JSON.stringify(attributes);
    const known = this.#durations.get(key) ?? {
      attributes,
      counts: new Array(buckets.length + 1).fill(0),
      sum: 0,
    };
    const index = buckets.findIndex((bound) => seconds <= bound);
    const slot = index === -1 ? buckets.length : index;
    known.counts[slot] = (known.counts[slot] ?? 0) + 1;
    known.sum += seconds;
    this.#durations.set(key, known);
  }

  /** An event for each change; in the first run, for each check that does not pass. */
  note(changes: readonly Change[], now: number): void {
    const noted = changes.filter(
      ({ now: result, before }) => before !== undefined || result.state !== 'pass',
    );
    this.#events.push(...noted.map((change) => this.#event(change, now)));
    // If no receiver takes them, only the newest are kept.
    this.#events = this.#events.slice(-KEPT.checkEvents);
  }

  #event(change: Change, now: number): Json {
    const { check, state, reason } = change.now;
    const [severityNumber, severityText] = SEVERITIES[state];
    return {
      timeUnixNano: nano(now),
      observedTimeUnixNano: nano(now),
      severityNumber,
      severityText,
      eventName: CHANGE,
      body: { stringValue: changeSentence(change) },
      attributes: keyValues({
        'anthropic.check.name': check,
        'anthropic.check.state': state,
        ...this.#server,
        ...reasonAttributes(reason),
      }),
    };
  }

  /** @param now in milliseconds @returns `undefined` before the first run */
  metrics(now: number): Json | undefined {
    if (this.#status.size === 0) return undefined;
    const timeUnixNano = nano(now);
    const status = [...this.#status.values()].map(({ attributes, value }) => ({
      attributes: keyValues(attributes),
      startTimeUnixNano: this.#startNano,
      timeUnixNano,
      asInt: String(value),
    }));
    const durations = [...this.#durations.values()].map(({ attributes, counts, sum }) => ({
      attributes: keyValues(attributes),
      startTimeUnixNano: this.#startNano,
      timeUnixNano,
      count: String(counts.reduce((all, count) => all + count, 0)),
      sum,
      bucketCounts: counts.map(String),
      explicitBounds: METRICS[DURATION].buckets,
    }));
    const metrics = [
      { ...described(STATUS), gauge: { dataPoints: status } },
      { ...described(DURATION), histogram: { dataPoints: durations, aggregationTemporality: CUMULATIVE } },
    ];
    return {
      resourceMetrics: [{ resource: this.#resource, scopeMetrics: [{ scope: this.#scope, metrics }] }],
    };
  }

  /** The events that no receiver has accepted yet; `undefined` if all were accepted. */
  logs(): Json | undefined {
    if (this.#events.length === 0) return undefined;
    const logRecords = [...this.#events];
    return { resourceLogs: [{ resource: this.#resource, scopeLogs: [{ scope: this.#scope, logRecords }] }] };
  }

  /** Forgets the events that {@link logs} returned. */
  taken(): void {
    this.#events = [];
  }
}

const described = (name: MetricName) => {
  const { brief, unit } = METRICS[name];
  return { name, description: brief, unit };
};

/** The attributes of a diagnosis; for a warning without a call, its summary. */
function reasonAttributes(reason: Reason | undefined): Attributes {
  if (reason === undefined) return {};
  const { id, action, summary, finding } = reason;
  if (finding !== undefined) return diagnosisAttributes({ ...finding, also: [] }) as Attributes;
  return {
    'anthropic.diagnosis.id': id,
    'anthropic.diagnosis.severity': 'warning',
    'anthropic.diagnosis.summary': summary,
    'anthropic.diagnosis.action': action,
  };
}

const nano = (milliseconds: number): string => `${BigInt(Math.round(milliseconds)) * 1_000_000n}`;

const keyValues = (attributes: Attributes): Json[] =>
  Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );

function anyValue(value: NonNullable<Attributes[string]>): Json {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return { intValue: String(value) };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}
