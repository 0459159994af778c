// The names that the first release of the GenAI conventions changed, in both sets that the instrumentation can emit.
import type { AttributeName } from './attributes.ts';
import type { EventName } from './events.ts';
import type { MetricAttributeName, MetricName } from './metrics.ts';

/** The sets of names: from the latest release of the GenAI conventions, and the previous ones. */
export const NAME_SETS = ['latest', 'previous'] as const;
/** One of {@link NAME_SETS}. */
export type NameSet = (typeof NAME_SETS)[number];

/** The set or sets to emit. */
export type GenAiNames = NameSet | 'both';

/** The name of each set in documentation. */
export const NAME_SET_TITLES: Readonly<Record<NameSet, string>> = {
  latest: 'v0.1.0, November 2026',
  previous: 'previous, August 2026',
};

/** A metric of the release, with the measurements of a previous metric that equal it. */
export interface RenamedMetric {
  readonly latest: MetricName;
  /** Unset if the metric is new. */
  readonly previous?: MetricName;
  /** Only measurements with this value. */
  readonly where?: { readonly [Name in MetricAttributeName]?: string };
  /** `sum`: the counter of the release is the sum of the previous histogram. */
  readonly part?: 'sum';
}

const INPUT = { 'gen_ai.token.type': 'input' } as const;
const OUTPUT = { 'gen_ai.token.type': 'output' } as const;

/** Metrics, as the pull requests 374 and 521 of the GenAI conventions changed them. */
// biome-ignore format: a table is read by column
export const RENAMED_METRICS: readonly RenamedMetric[] = [
  { latest: 'gen_ai.client.inference.duration', previous: 'gen_ai.client.operation.duration' },
  { latest: 'gen_ai.client.inference.time_to_first_chunk', previous: 'gen_ai.client.operation.time_to_first_chunk' },
  { latest: 'gen_ai.client.inference.time_per_output_chunk', previous: 'gen_ai.client.operation.time_per_output_chunk' },
  { latest: 'gen_ai.client.inference.operation.input_tokens', previous: 'gen_ai.client.token.usage', where: INPUT },
  { latest: 'gen_ai.client.inference.operation.output_tokens', previous: 'gen_ai.client.token.usage', where: OUTPUT },
  { latest: 'gen_ai.client.inference.usage.input_tokens', previous: 'gen_ai.client.token.usage', where: INPUT, part: 'sum' },
  { latest: 'gen_ai.client.inference.usage.output_tokens', previous: 'gen_ai.client.token.usage', where: OUTPUT, part: 'sum' },
  { latest: 'gen_ai.client.inference.usage.cache_read.input_tokens' },
  { latest: 'gen_ai.client.inference.usage.cache_write.input_tokens' },
  { latest: 'gen_ai.client.inference.usage.reasoning.output_tokens' },
];

/** An event of the release, and its previous name. */
export interface RenamedEvent {
  readonly latest: EventName;
  readonly previous: EventName;
}

/** Events. */
export const RENAMED_EVENTS: readonly RenamedEvent[] = [
  { latest: 'gen_ai.client.inference.exception', previous: 'gen_ai.client.operation.exception' },
];

/** A span attribute of the release, and its previous name. With the previous names, a span has both attributes, as before. */
export interface RenamedAttribute {
  readonly latest: AttributeName;
  readonly previous: AttributeName;
}

/** Span attributes, as the pull request 440 changed them. */
export const RENAMED_ATTRIBUTES: readonly RenamedAttribute[] = [
  {
    latest: 'gen_ai.usage.cache_write.input_tokens',
    previous: 'gen_ai.usage.cache_creation.input_tokens',
  },
];

const PREVIOUS: ReadonlySet<string> = new Set(
  [...RENAMED_METRICS, ...RENAMED_EVENTS, ...RENAMED_ATTRIBUTES].flatMap(({ previous }) => previous ?? []),
);

/** Whether `name` is a previous name, which is emitted only on request. */
export const isPreviousName = (name: string): boolean => PREVIOUS.has(name);
