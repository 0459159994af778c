// The queries of the dashboard's panels, in PromQL. `$job`, `$cluster` and `$__rate_interval` are the dashboard's variables.
import type { Label, SignalName } from '../catalogue/signals.ts';
import type { Identity } from '../options.ts';
import { matchersOf } from '../prometheus/increase.ts';
import { labelName, type SeriesPart, seriesName } from '../prometheus/names.ts';

/** One query of a panel, with the dashboard's variables in it. */
export interface PanelQuery {
  readonly expr: string;
  /** Grafana's template of a series' name. */
  readonly legend: string;
}

/** Which values of which attributes. */
export type Where = NonNullable<Parameters<typeof matchersOf>[0]>;

const JOB = 'job=~"$job"';

/** The series of a metric. */
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

/** The rise of a series in a second. */
export const perSecond = (series: string): string => `rate(${series}[$__rate_interval])`;

/** Measurements a second, or with `part` `'sum'` their sum. */
export const rate = (
  signal: SignalName,
  by: readonly Label[],
  where: Where = {},
  part?: SeriesPart,
): string => sumOf(by, perSecond(selector(signal, part, where)));

/** A share that is 0, not missing, while the part has no series. */
export const share = (part: string, whole: string): string => `(${part} or 0 * ${whole}) / ${whole}`;

const legend = (by: readonly Label[]): string => by.map((label) => `{{${labelName(label)}}}`).join(' ');

/** An expression with a series for each combination of these labels. */
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

/** The same query for services that other labels distinguish. */
export const queryFor = (
  { expr, legend: name }: PanelQuery,
  { all, around, service }: Identity,
): PanelQuery => ({
  expr: expr
    .replaceAll(JOB, [...around.map((label) => `${label}=~"$${label}"`), `${service}=~"$job"`].join(', '))
    .replaceAll(/\bby \(job\b/g, `by (${all.join(', ')}`),
  legend: name.replace('{{job}}', all.map((label) => `{{${label}}}`).join('/')),
});

/** A query as Prometheus takes it: with the dashboard's variables filled in. */
export const runnable = (
  { expr }: PanelQuery,
  { job = '.+', rateInterval = '5m' }: { job?: string; rateInterval?: string } = {},
): string =>
  expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$job', job).replace(/\$\w+/g, '.+');
