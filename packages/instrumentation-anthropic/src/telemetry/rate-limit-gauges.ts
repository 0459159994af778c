// The rate limits that responses told last, by kind and model: read when metrics are collected, not with each call.
import type { Attributes, Meter, ObservableResult } from '@opentelemetry/api';
import { METRICS } from '@sevenstep/semantic-conventions';
import type { RateLimit } from '@sevenstep/wire';
import { defined } from '../attributes/defined.ts';
import { isMeasured } from './measured.ts';

/** The parts of a rate limit that have a gauge. */
const PARTS = ['limit', 'remaining'] as const;
type Part = (typeof PARTS)[number];

/** What was told of one kind for one model. */
interface Told {
  readonly attributes: Attributes;
  /** Grows with each response: the order in which the limits were told. */
  at: number;
  limit?: number;
  remaining?: number;
}

export class RateLimitGauges {
  // Model, then kind: as many as are admitted.
  readonly #told = new Map<string | undefined, Map<string, Told>>();
  #responses = 0;

  constructor(meter: Meter) {
    for (const part of PARTS) {
      const name = `anthropic.client.ratelimit.${part}` as const;
      const { unit, brief } = METRICS[name];
      const gauge = meter.createObservableGauge(name, { unit, description: brief });
      gauge.addCallback((result) => this.#observe(result, part));
    }
  }

  /** @param kind and model, as metrics call them. */
  told(kind: string, model: string | undefined, { limit, remaining }: RateLimit): void {
    const told = this.#of(kind, model);
    this.#responses += 1;
    told.at = this.#responses;
    if (isMeasured(limit)) told.limit = limit;
    if (isMeasured(remaining)) told.remaining = remaining;
  }

  #of(kind: string, model: string | undefined): Told {
    const known = this.#told.get(model)?.get(kind);
    if (known) return known;
    const ofModel = this.#told.get(model) ?? new Map<string, Told>();
    this.#told.set(model, ofModel);
    const attributes = defined({ 'anthropic.ratelimit.kind': kind, 'gen_ai.request.model': model });
    const told = { attributes, at: 0 };
    ofModel.set(kind, told);
    return told;
  }

  /** The newest last: a View that drops the model keeps the last value of what then looks the same. */
  #observe(result: ObservableResult, part: Part): void {
    const all = [...this.#told.values()].flatMap((ofModel) => [...ofModel.values()]);
    for (const told of all.sort((one, other) => one.at - other.at)) {
      const value = told[part];
      if (value !== undefined) result.observe(value, told.attributes);
    }
  }
}
