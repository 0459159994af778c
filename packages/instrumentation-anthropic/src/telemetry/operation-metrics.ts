// Records the GenAI conventions' metrics of a call, with a class for each set of names.
import type { Attributes, Context, Histogram, Meter } from '@opentelemetry/api';
import type { GenAiNames, SpanAttributes } from '@sevenstep/semantic-conventions';
import { hasSet } from '../gen-ai-names.ts';
import { add, counter, histogram, record } from './instruments.ts';
import type { Sum, Sums } from './sums.ts';

/** The attributes of a call on the metrics of tokens. */
export interface TokenAttributes {
  /** For the release's counters. */
  readonly tokens: Attributes;
  /** For the previous histogram. */
  readonly input: Attributes;
  readonly output: Attributes;
}

export interface OperationMetrics {
  readonly duration: Histogram;
  readonly firstChunk: Histogram;
  readonly perChunk: Histogram;
  /**
   * Records the tokens of a finished call, if its response has counts. The conventions have not decided what to record for a
   * failed call (issue 530). A 0 would lower every percentile.
   *
   * @param ended the attributes for the histogram of durations.
   */
  recordTokens(measured: SpanAttributes, of: TokenAttributes, ended: Attributes, context: Context): void;
}

/** The instruments of a meter with these names. */
export const operationMetrics = (
  meter: Meter,
  names: GenAiNames,
  sums: Sums,
): readonly OperationMetrics[] => [
  ...(hasSet(names, 'latest') ? [new LatestMetrics(meter, sums)] : []),
  ...(hasSet(names, 'previous') ? [new PreviousMetrics(meter)] : []),
];

class LatestMetrics implements OperationMetrics {
  readonly duration: Histogram;
  readonly firstChunk: Histogram;
  readonly perChunk: Histogram;
  readonly #inputTokens: Histogram;
  readonly #outputTokens: Histogram;
  readonly #input: Sum;
  readonly #output: Sum;
  readonly #cacheRead: Sum;
  readonly #cacheWrite: Sum;
  readonly #reasoning: Sum;

  constructor(meter: Meter, sums: Sums) {
    this.duration = histogram(meter, 'gen_ai.client.inference.duration');
    this.firstChunk = histogram(meter, 'gen_ai.client.inference.time_to_first_chunk');
    this.perChunk = histogram(meter, 'gen_ai.client.inference.time_per_output_chunk');
    this.#inputTokens = histogram(meter, 'gen_ai.client.inference.operation.input_tokens');
    this.#outputTokens = histogram(meter, 'gen_ai.client.inference.operation.output_tokens');
    this.#input = sums.of(counter(meter, 'gen_ai.client.inference.usage.input_tokens'));
    this.#output = sums.of(counter(meter, 'gen_ai.client.inference.usage.output_tokens'));
    this.#cacheRead = sums.of(counter(meter, 'gen_ai.client.inference.usage.cache_read.input_tokens'));
    this.#cacheWrite = sums.of(counter(meter, 'gen_ai.client.inference.usage.cache_write.input_tokens'));
    this.#reasoning = sums.of(counter(meter, 'gen_ai.client.inference.usage.reasoning.output_tokens'));
  }

  recordTokens(measured: SpanAttributes, of: TokenAttributes, ended: Attributes, context: Context): void {
    const input = measured['gen_ai.usage.input_tokens'];
    const output = measured['gen_ai.usage.output_tokens'];
    record(this.#inputTokens, input, ended, context);
    record(this.#outputTokens, output, ended, context);
    add(this.#input, input, of.tokens);
    add(this.#output, output, of.tokens);
    add(this.#cacheRead, measured['gen_ai.usage.cache_read.input_tokens'], of.tokens);
    add(this.#cacheWrite, measured['gen_ai.usage.cache_write.input_tokens'], of.tokens);
    add(this.#reasoning, measured['gen_ai.usage.reasoning.output_tokens'], of.tokens);
  }
}

class PreviousMetrics implements OperationMetrics {
  readonly duration: Histogram;
  readonly firstChunk: Histogram;
  readonly perChunk: Histogram;
  readonly #tokens: Histogram;

  constructor(meter: Meter) {
    this.duration = histogram(meter, 'gen_ai.client.operation.duration');
    this.firstChunk = histogram(meter, 'gen_ai.client.operation.time_to_first_chunk');
    this.perChunk = histogram(meter, 'gen_ai.client.operation.time_per_output_chunk');
    this.#tokens = histogram(meter, 'gen_ai.client.token.usage');
  }

  recordTokens(measured: SpanAttributes, of: TokenAttributes, _ended: Attributes, context: Context): void {
    record(this.#tokens, measured['gen_ai.usage.input_tokens'], of.input, context);
    record(this.#tokens, measured['gen_ai.usage.output_tokens'], of.output, context);
  }
}
