// The times between the events of one stream, as a metric: of a long stream, some of them.
import type { Attributes, Context, Histogram } from '@opentelemetry/api';
import type { Settings } from '../config.ts';
import { isMeasured } from './measured.ts';

// A histogram takes about a microsecond to record a time: several times as long as an event takes otherwise.
const ALL_OF_THE_FIRST = 16;
const THEN_EVERY = 64;

export class ChunkTimes {
  readonly #histogram: Histogram;
  readonly #attributes: (responseModel: string | undefined) => Attributes;
  readonly #context: Context;
  readonly #all: boolean;
  #count = 0;

  /** @param attributes of the call, once it is known which model answers. */
  constructor(
    histogram: Histogram,
    attributes: (responseModel: string | undefined) => Attributes,
    context: Context,
    which: Settings['chunkTimes'],
  ) {
    this.#histogram = histogram;
    this.#attributes = attributes;
    this.#context = context;
    this.#all = which === 'all';
  }

  /** @param seconds since the event before. Not of the first event. @param responseModel once it is known. */
  chunk(seconds: number, responseModel: string | undefined): void {
    this.#count += 1;
    const counts = this.#all || this.#count <= ALL_OF_THE_FIRST || this.#count % THEN_EVERY === 0;
    if (counts && isMeasured(seconds))
      this.#histogram.record(seconds, this.#attributes(responseModel), this.#context);
  }
}
