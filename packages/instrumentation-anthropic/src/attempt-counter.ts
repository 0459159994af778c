// Counts HTTP requests by how they went: counted here, and read when metrics are collected.
import type { Attributes, Meter } from '@opentelemetry/api';
import { METRICS } from '@sevenstep/semantic-conventions';

interface Count {
  readonly attributes: Attributes;
  value: number;
}

/** A counter of the metrics SDK takes a call a microsecond; this takes a look into a map. */
export class AttemptCounter {
  // Model, then what became of the attempt: as many as are admitted.
  readonly #counts = new Map<string | undefined, Map<unknown, Count>>();

  constructor(meter: Meter) {
    const { unit, brief } = METRICS['anthropic.client.attempts'];
    const counter = meter.createObservableCounter('anthropic.client.attempts', { unit, description: brief });
    counter.addCallback((result) => {
      for (const ofModel of this.#counts.values())
        for (const { value, attributes } of ofModel.values()) result.observe(value, attributes);
    });
  }

  /** @param what names the attributes beside the model's; @param attributes makes them, once. */
  add(model: string | undefined, what: unknown, attributes: () => Attributes): void {
    const ofModel = this.#counts.get(model) ?? new Map<unknown, Count>();
    if (ofModel.size === 0) this.#counts.set(model, ofModel);
    const count = ofModel.get(what);
    if (count) count.value += 1;
    else ofModel.set(what, { attributes: attributes(), value: 1 });
  }
}
