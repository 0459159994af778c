// Reports the rate limits of the last responses, by kind and model. Parses their headers when metrics are collected.
import type { Attributes, Meter, ObservableResult } from '@opentelemetry/api';
import { METRICS } from '@sevenstep/semantic-conventions';
import { type RateLimit, rateLimits } from '@sevenstep/wire';
import { defined } from '../attributes/defined.ts';
import type { Cardinality } from './cardinality.ts';
import { isMeasured } from './instruments.ts';

/** The parts of a rate limit that have a gauge. */
const PARTS = ['limit', 'remaining'] as const;
type Part = (typeof PARTS)[number];

/** The last response for a model since metrics were collected. */
interface LastResponse {
  readonly headers: Headers;
  /** In milliseconds since the epoch. */
  readonly answeredAt: number;
}

/** The limits of one kind for one model, from responses. */
interface Known {
  readonly attributes: Attributes;
  limit?: number;
  remaining?: number;
}

export class RateLimitGauges {
  readonly #cardinality: Cardinality;
  /** By model, within the cardinality limit. The latest response is the last entry. */
  readonly #last = new Map<string | undefined, LastResponse>();
  #newest: string | undefined;
  /** By model and kind, within the cardinality limit. The latest is the last entry. */
  readonly #known = new Map<string, Known>();

  /** @param collecting called before the meter's counters are read. */
  constructor(meter: Meter, cardinality: Cardinality, collecting: () => void) {
    this.#cardinality = cardinality;
    for (const part of PARTS) {
      const name = `anthropic.client.ratelimit.${part}` as const;
      const { unit, brief } = METRICS[name];
      const gauge = meter.createObservableGauge(name, { unit, description: brief });
      gauge.addCallback((result) => this.#observe(result, part));
      gauge.addCallback(collecting);
    }
  }

  /** @param model the model as metrics name it. @param answeredAt milliseconds since the epoch. */
  answered(model: string | undefined, headers: Headers, answeredAt: number): void {
    if (model !== this.#newest) this.#last.delete(model);
    this.#newest = model;
    this.#last.set(model, { headers, answeredAt });
  }

  /** Observes the newest last: a View that drops the model keeps only the last value. */
  #observe(result: ObservableResult, part: Part): void {
    for (const [model, { headers, answeredAt }] of this.#last)
      for (const limit of rateLimits(headers, answeredAt)) this.#keep(model, limit);
    this.#last.clear();
    for (const known of this.#known.values()) {
      const value = known[part];
      if (value !== undefined) result.observe(value, known.attributes);
    }
  }

  #keep(model: string | undefined, { kind: name, limit, remaining }: RateLimit): void {
    const kind = this.#cardinality.rateLimitKind(name);
    if (kind === undefined) return;
    const key = JSON.stringify([model, kind]);
    const known: Known = this.#known.get(key) ?? {
      attributes: defined({ 'anthropic.ratelimit.kind': kind, 'gen_ai.request.model': model }),
    };
    if (isMeasured(limit)) known.limit = limit;
    if (isMeasured(remaining)) known.remaining = remaining;
    this.#known.delete(key);
    this.#known.set(key, known);
  }
}
