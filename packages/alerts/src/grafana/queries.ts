// PromQL queries of the dashboard's panels. `$job`, `$cluster` and `$__rate_interval` are variables of the dashboard.
import type { Label, SignalName } from '../catalogue/signals.ts';
import type { Identity } from '../options.ts';
import { matchersOf } from '../prometheus/increase.ts';
import { labelName, type SeriesPart, seriesName } from '../prometheus/names.ts';

/** One query of a panel. It contains the dashboard's variables. */
export interface PanelQuery {
  readonly expr: string;
  /** Grafana's template for the name of a series. */
  readonly legend: string;
}

/** The attribute values to select. */
export type Where = NonNullable<Parameters<typeof matchersOf>[0]>;

const JOB = 'job=~"$job"';

/** Selects the series of a metric. */
export const selector = (
  signal: SignalName,
  part: SeriesPart = 'count',
  where: Where = {},
  more: readonly string[] = [],
): string => `${seriesName(signal, part)}{${[JOB, ...matchersOf(where), ...more].join(', ')}}`;

const grouped = (
  how: 'sum' | 'min' | 'max',
  by: readonly Label[],
  of: string,
  also: readonly string[] = [],
): string => `${how} by (${[...by.map(labelName), ...also].join(', ')}) (${of})`;

export const sumOf = (by: readonly Label[], of: string): string => grouped('sum', by, of);
export const mostOf = (by: readonly Label[], of: string): string => grouped('max', by, of);
export const leastOf = (by: readonly Label[], of: string): string => grouped('min', by, of);

/** The increase of a series per second. */
export const perSecond = (series: string): string => `rate(${series}[$__rate_interval])`;

/** Measurements per second, or with `part` `'sum'` the sum of their values per second. */
export const rate = (
  signal: SignalName,
  by: readonly Label[],
  where: Where = {},
  part?: SeriesPart,
): string => sumOf(by, perSecond(selector(signal, part, where)));

/** A share that is 0 while the part has no series. */
export const share = (part: string, whole: string): string => `(${part} or 0 * ${whole}) / ${whole}`;

const legend = (by: readonly Label[]): string => by.map((label) => `{{${labelName(label)}}}`).join(' ');

/** A query with one series for each combination of these labels. */
export const queryBy = (by: readonly Label[], expr: string, prefix = ''): PanelQuery => ({
  expr,
  legend: `${prefix}${legend(by)}`,
});

/** {@link rate} as a query. */
export const rateQuery = (...of: Parameters<typeof rate>): PanelQuery => queryBy(of[1], rate(...of));

/** A query for each quantile of a histogram. */
export const quantileQueries = (
  signal: SignalName,
  by: readonly Label[],
  ...quantiles: readonly number[]
): PanelQuery[] =>
  quantiles.map((quantile) => ({
    expr: `histogram_quantile(${quantile}, ${grouped('sum', by, perSecond(selector(signal, 'bucket')), ['le'])})`,
    legend: `${legend(by)} p${quantile * 100}`,
  }));

/** The query, repeated for services with other labels. */
export const queryFor = (
  { expr, legend: name }: PanelQuery,
  { all, around, service }: Identity,
): PanelQuery => ({
  expr: expr
    .replaceAll(JOB, [...around.map((label) => `${label}=~"$${label}"`), `${service}=~"$job"`].join(', '))
    .replaceAll(/\bby \(job\b/g, `by (${all.join(', ')}`),
  legend: name.replace('{{job}}', all.map((label) => `{{${label}}}`).join('/')),
});

/** A query for Prometheus, with the dashboard's variables filled in. */
export const runnable = (
  { expr }: PanelQuery,
  { job = '.+', rateInterval = '5m' }: { job?: string; rateInterval?: string } = {},
): string =>
  expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$job', job).replace(/\$\w+/g, '.+');
