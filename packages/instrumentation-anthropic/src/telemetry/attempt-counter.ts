// Counts HTTP requests by how they went, with attributes that are made once for each way.
import type { Attributes, Context, Counter, Meter } from '@opentelemetry/api';
import { METRICS } from '@sevenstep/semantic-conventions';

/**
 * A synchronous counter, although it costs a microsecond per call: of an observable one a View that drops the model would
 * keep the count of one model and lose those of the others.
 */
export class AttemptCounter {
  readonly #counter: Counter;
  // Model, then what became of the attempt: as many as are admitted.
  readonly #attributes = new Map<string | undefined, Map<unknown, Attributes>>();

  constructor(meter: Meter) {
    const { unit, brief } = METRICS['anthropic.client.attempts'];
    this.#counter = meter.createCounter('anthropic.client.attempts', { unit, description: brief });
  }

  /** @param what names the attributes beside the model's; @param attributes makes them, once. */
  add(model: string | undefined, what: unknown, attributes: () => Attributes, context: Context): void {
    let ofModel = this.#attributes.get(model);
    if (!ofModel) {
      ofModel = new Map();
      this.#attributes.set(model, ofModel);
    }
    let known = ofModel.get(what);
    if (!known) {
      known = attributes();
      ofModel.set(what, known);
    }
    this.#counter.add(1, known, context);
  }
}
