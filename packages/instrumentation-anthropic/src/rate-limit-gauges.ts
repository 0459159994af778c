// The rate limits that responses told last, by kind and model: read when metrics are collected, not with each call.
import type { Attributes, Meter, ObservableResult } from '@opentelemetry/api';
import { METRICS } from '@sevenstep/semantic-conventions';
import { defined } from './attributes/defined.ts';

/** The parts of a rate limit that have a gauge. */
export const RATE_LIMIT_PARTS = ['limit', 'remaining'] as const;
type RateLimitPart = (typeof RATE_LIMIT_PARTS)[number];

/** What was told of one kind for one model. */
interface Told {
  readonly attributes: Attributes;
  limit?: number;
  remaining?: number;
}

export class RateLimitGauges {
  // As many as kinds and models are admitted.
  readonly #told = new Map<string, Told>();

  constructor(meter: Meter) {
    for (const part of RATE_LIMIT_PARTS) {
      const name = `anthropic.client.ratelimit.${part}` as const;
      const { unit, brief } = METRICS[name];
      meter.createObservableGauge(name, { unit, description: brief }).addCallback((result) => {
        this.#observe(result, part);
      });
    }
  }

  /** @param kind and model, as metrics call them. */
  told(kind: string, model: string | undefined, part: RateLimitPart, value: number): void {
    const key = `${kind} ${model}`;
    let told = this.#told.get(key);
    if (!told) {
      told = { attributes: defined({ 'anthropic.ratelimit.kind': kind, 'gen_ai.request.model': model }) };
      this.#told.set(key, told);
    }
    told[part] = value;
  }

  #observe(result: ObservableResult, part: RateLimitPart): void {
    for (const told of this.#told.values()) {
      const value = told[part];
      if (value !== undefined) result.observe(value, told.attributes);
    }
  }
}
