// The panels of the dashboard as data: what each shows, with which queries, and where a click leads.
import type { PanelId } from '../catalogue/panel-ids.ts';
import type { Label, SignalName } from '../catalogue/signals.ts';
import { SIGNALS } from '../catalogue/signals.ts';
import type { Thresholds } from '../catalogue/thresholds.ts';
import { matchersOf } from '../prometheus/increase.ts';
import { boundText, labelName, type SeriesPart, seriesName } from '../prometheus/names.ts';

/** One query of a panel. `$job` and `$__rate_interval` are the dashboard's. */
export interface PanelQuery {
  readonly expr: string;
  /** Grafana's template of a series' name. */
  readonly legend: string;
}

/** One panel. */
export interface Panel {
  readonly id: PanelId;
  readonly title: string;
  /** What to read off it. */
  readonly description: string;
  readonly type: 'stat' | 'timeseries' | 'table';
  /** Grafana's word for it. */
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
  /** Attributes of a series to search traces by. @default those of the service alone */
  readonly traces?: readonly Label[];
  /** Has data as soon as there are calls, whatever becomes of them. */
  readonly always?: true;
}

/** Panels beneath one heading. */
export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

type Where = NonNullable<Parameters<typeof matchersOf>[0]>;

const JOB = 'job=~"$job"';
const CALLS = 'gen_ai.client.operation.duration';
const RETRIES = 'anthropic.client.retry.delay';
const CALL_SPANS: Where = { 'gen_ai.operation.name': 'any' };

const selector = (
  signal: SignalName,
  part: SeriesPart = 'count',
  where: Where = {},
  more: string[] = [],
): string => `${seriesName(signal, part)}{${[JOB, ...matchersOf(where), ...more].join(', ')}}`;
const sumOf = (by: readonly Label[], of: string): string =>
  `sum by (${by.map(labelName).join(', ')}) (${of})`;
const rate = (signal: SignalName, by: readonly Label[], where: Where = {}, part?: SeriesPart): string =>
  sumOf(by, `rate(${selector(signal, part, where)}[$__rate_interval])`);
const legend = (...labels: readonly Label[]): string =>
  labels.map((label) => `{{${labelName(label)}}}`).join(' ');

/** A share that is 0, not nothing, while there is none of the part. */
const share = (part: string, whole: string): string => `(${part} or 0 * ${whole}) / ${whole}`;

const quantiles = (signal: SignalName, by: readonly Label[], ...which: readonly number[]): PanelQuery[] =>
  which.map((quantile) => ({
    expr: `histogram_quantile(${quantile}, sum by (${[...by.map(labelName), 'le'].join(', ')}) (rate(${selector(signal, 'bucket')}[$__rate_interval])))`,
    legend: `${legend(...by)} p${quantile * 100}`,
  }));

const HEADROOM_BY: readonly Label[] = ['anthropic.ratelimit.kind', 'gen_ai.request.model'];
const headroom = (by: readonly Label[]): string =>
  `min by (${by.map(labelName).join(', ')}) (${selector('anthropic.client.ratelimit.remaining')} / (${selector('anthropic.client.ratelimit.limit')} > 0))`;

const DIAGNOSIS: readonly Label[] = ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'];

/**
 * The rows of the dashboard.
 *
 * @throws Error when `slowCallSeconds` is no bucket bound.
 */
export function panelRows({ slowCallSeconds }: Thresholds): readonly PanelRow[] {
  if (!SIGNALS[CALLS].buckets?.includes(slowCallSeconds)) {
    throw new Error(`${CALLS} has no bucket up to ${slowCallSeconds}`);
  }
  const good = sumOf(
    ['service.name'],
    `rate(${selector(CALLS, 'bucket', {}, [`le="${boundText(slowCallSeconds)}"`])}[$__rate_interval])`,
  );
  return [
    {
      title: 'Health',
      panels: [
        {
          id: 'calls',
          title: 'Calls',
          description: 'Calls a second, by service',
          type: 'timeseries',
          unit: 'reqps',
          queries: [{ expr: rate(CALLS, ['service.name']), legend: legend('service.name') }],
          always: true,
        },
        {
          id: 'failed-share',
          title: 'Failed',
          description: 'Share of calls that failed after all their attempts',
          type: 'stat',
          unit: 'percentunit',
          queries: [
            {
              expr: share(
                rate(CALLS, ['service.name'], { 'error.type': 'any' }),
                rate(CALLS, ['service.name']),
              ),
              legend: legend('service.name'),
            },
          ],
          always: true,
        },
        {
          id: 'retry-share',
          title: 'Retries',
          description: 'Share of attempts that are retries',
          type: 'stat',
          unit: 'percentunit',
          queries: [
            {
              expr: share(
                rate(RETRIES, ['service.name']),
                rate('anthropic.client.attempts', ['service.name']),
              ),
              legend: legend('service.name'),
            },
          ],
          always: true,
        },
        {
          id: 'least-headroom',
          title: 'Least headroom',
          description: 'Of the limit with the smallest share left, that share',
          type: 'stat',
          unit: 'percentunit',
          queries: [{ expr: headroom(['service.name']), legend: legend('service.name') }],
          always: true,
        },
        {
          id: 'tokens-hour',
          title: 'Tokens in an hour',
          description: 'Input and output tokens of the last hour',
          type: 'stat',
          unit: 'short',
          queries: [
            {
              expr: sumOf(['service.name'], `increase(${selector('gen_ai.client.token.usage', 'sum')}[1h])`),
              legend: legend('service.name'),
            },
          ],
          always: true,
        },
        {
          id: 'diagnoses-page',
          title: 'What went wrong in the last hour',
          description: 'Verdicts on failed calls: id, and who acts',
          type: 'table',
          unit: 'short',
          queries: [
            {
              expr: `sort_desc(${sumOf(DIAGNOSIS, `increase(${selector('anthropic.client.diagnoses', 'count', { 'anthropic.diagnosis.severity': ['error'] })}[1h])`)} > 0)`,
              legend: legend(...DIAGNOSIS),
            },
          ],
          traces: ['anthropic.diagnosis.id'],
        },
      ],
    },
    {
      title: 'Errors by step and diagnosis',
      panels: [
        {
          id: 'errors-by-step',
          title: 'By step of the checklist',
          description:
            'Verdicts a second by step: 1 connection, 2 endpoint, 3 identity, 4 request, 5 limits, 6 service, 7 response',
          type: 'timeseries',
          unit: 'cps',
          queries: [
            {
              expr: rate('anthropic.client.diagnoses', [
                'anthropic.diagnosis.step',
                'anthropic.diagnosis.severity',
              ]),
              legend: `step ${legend('anthropic.diagnosis.step', 'anthropic.diagnosis.severity')}`,
            },
          ],
          traces: ['anthropic.diagnosis.step'],
        },
        {
          id: 'errors-by-diagnosis',
          title: 'By diagnosis',
          description: 'Verdicts a second by id; a click leads to its traces',
          type: 'timeseries',
          unit: 'cps',
          queries: [{ expr: rate('anthropic.client.diagnoses', DIAGNOSIS), legend: legend(...DIAGNOSIS) }],
          traces: ['anthropic.diagnosis.id'],
        },
        {
          id: 'errors-by-type',
          title: 'By error type and model',
          description: 'Failed calls a second',
          type: 'timeseries',
          unit: 'cps',
          queries: [
            {
              expr: rate(CALLS, ['error.type', 'gen_ai.request.model'], { 'error.type': 'any' }),
              legend: legend('error.type', 'gen_ai.request.model'),
            },
          ],
          traces: ['error.type'],
        },
      ],
    },
    {
      title: 'Attempts and waits',
      panels: [
        {
          id: 'attempts',
          title: 'Attempts',
          description: 'HTTP requests a second by outcome and status, retried ones included',
          type: 'timeseries',
          unit: 'reqps',
          queries: [
            {
              expr: rate('anthropic.client.attempts', [
                'anthropic.attempt.outcome',
                'http.response.status_code',
              ]),
              legend: legend('anthropic.attempt.outcome', 'http.response.status_code'),
            },
          ],
          always: true,
        },
        {
          id: 'retry-waits',
          title: 'Wait before a retry',
          description: 'Median and 95th percentile',
          type: 'timeseries',
          unit: 's',
          queries: quantiles(RETRIES, ['anthropic.attempt.outcome'], 0.5, 0.95),
        },
        {
          id: 'waiting-share',
          title: 'Time spent waiting',
          description: 'Share of the time of calls that went into waiting for a retry',
          type: 'timeseries',
          unit: 'percentunit',
          queries: [
            {
              expr: share(
                rate(RETRIES, ['service.name'], {}, 'sum'),
                rate(CALLS, ['service.name'], {}, 'sum'),
              ),
              legend: legend('service.name'),
            },
          ],
          always: true,
        },
      ],
    },
    {
      title: 'Headroom',
      panels: [
        {
          id: 'headroom',
          title: 'Left of each limit',
          description: 'As the last response gave it, by kind and model; 0 is a 429',
          type: 'timeseries',
          unit: 'percentunit',
          queries: [{ expr: headroom(HEADROOM_BY), legend: legend(...HEADROOM_BY) }],
          traces: ['gen_ai.request.model'],
          always: true,
        },
        {
          id: 'limits',
          title: 'Remaining',
          description: 'Requests and tokens that are left',
          type: 'timeseries',
          unit: 'short',
          queries: [
            {
              expr: `min by (${HEADROOM_BY.map(labelName).join(', ')}) (${selector('anthropic.client.ratelimit.remaining')})`,
              legend: legend(...HEADROOM_BY),
            },
          ],
          traces: ['gen_ai.request.model'],
          always: true,
        },
      ],
    },
    {
      title: 'Streams',
      panels: [
        {
          id: 'stream-outcomes',
          title: 'How streams end',
          description: 'Streams a second by outcome',
          type: 'timeseries',
          unit: 'cps',
          queries: [
            {
              expr: rate('anthropic.client.stream.outcomes', ['anthropic.stream.outcome']),
              legend: legend('anthropic.stream.outcome'),
            },
          ],
          traces: ['anthropic.stream.outcome'],
        },
        {
          id: 'first-chunk',
          title: 'Time to first chunk',
          description: 'Median and 95th percentile by model',
          type: 'timeseries',
          unit: 's',
          queries: quantiles(
            'gen_ai.client.operation.time_to_first_chunk',
            ['gen_ai.request.model'],
            0.5,
            0.95,
          ),
          traces: ['gen_ai.request.model'],
        },
        {
          id: 'per-chunk',
          title: 'Time between chunks',
          description: 'Median and 95th percentile by model',
          type: 'timeseries',
          unit: 's',
          queries: quantiles(
            'gen_ai.client.operation.time_per_output_chunk',
            ['gen_ai.request.model'],
            0.5,
            0.95,
          ),
          traces: ['gen_ai.request.model'],
        },
      ],
    },
    {
      title: 'Latency',
      panels: [
        {
          id: 'latency',
          title: 'Duration of calls',
          description:
            'With all attempts and to the end of the stream: median, 95th and 99th percentile by model',
          type: 'timeseries',
          unit: 's',
          queries: quantiles(CALLS, ['gen_ai.request.model'], 0.5, 0.95, 0.99),
          traces: ['gen_ai.request.model'],
          always: true,
        },
        {
          id: 'slow-share',
          title: `Slower than ${slowCallSeconds} s`,
          description: 'Share of calls that use up the budget of slow calls',
          type: 'timeseries',
          unit: 'percentunit',
          queries: [
            { expr: `1 - ${good} / ${rate(CALLS, ['service.name'])}`, legend: legend('service.name') },
          ],
          always: true,
        },
      ],
    },
    {
      title: 'Tokens',
      panels: [
        {
          id: 'tokens',
          title: 'Tokens',
          description: 'Tokens a second by model and type; what is billed',
          type: 'timeseries',
          unit: 'short',
          queries: [
            {
              expr: rate(
                'gen_ai.client.token.usage',
                ['gen_ai.request.model', 'gen_ai.token.type'],
                {},
                'sum',
              ),
              legend: legend('gen_ai.request.model', 'gen_ai.token.type'),
            },
          ],
          traces: ['gen_ai.request.model'],
          always: true,
        },
        {
          id: 'tokens-per-call',
          title: 'Tokens of a call',
          description: 'On average, by model and type: calls that grow are a conversation or a loop',
          type: 'timeseries',
          unit: 'short',
          queries: [
            {
              expr: `${rate('gen_ai.client.token.usage', ['gen_ai.request.model', 'gen_ai.token.type'], {}, 'sum')} / ${rate('gen_ai.client.token.usage', ['gen_ai.request.model', 'gen_ai.token.type'])}`,
              legend: legend('gen_ai.request.model', 'gen_ai.token.type'),
            },
          ],
          traces: ['gen_ai.request.model'],
          always: true,
        },
      ],
    },
    {
      title: 'From spans',
      panels: [
        {
          id: 'span-calls',
          title: 'Call spans',
          description: 'Spans of calls a second by model, from the spanmetrics connector',
          type: 'timeseries',
          unit: 'reqps',
          queries: [
            {
              expr: rate('traces.span.metrics.calls', ['service.name', 'gen_ai.request.model'], CALL_SPANS),
              legend: legend('service.name', 'gen_ai.request.model'),
            },
          ],
          traces: ['gen_ai.request.model'],
          always: true,
        },
        {
          id: 'span-errors',
          title: 'Diagnosed spans',
          description: 'Spans of calls a second by diagnosis and error type',
          type: 'timeseries',
          unit: 'cps',
          queries: [
            {
              expr: rate('traces.span.metrics.calls', ['anthropic.diagnosis.id', 'error.type'], {
                ...CALL_SPANS,
                'anthropic.diagnosis.id': 'any',
              }),
              legend: legend('anthropic.diagnosis.id', 'error.type'),
            },
          ],
          traces: ['anthropic.diagnosis.id'],
        },
        {
          id: 'span-organizations',
          title: 'By organization and workspace',
          description: 'Spans of calls a second of each organization and workspace',
          type: 'timeseries',
          unit: 'reqps',
          queries: [
            {
              expr: rate(
                'traces.span.metrics.calls',
                ['anthropic.organization.id', 'anthropic.workspace.id'],
                CALL_SPANS,
              ),
              legend: legend('anthropic.organization.id', 'anthropic.workspace.id'),
            },
          ],
          traces: ['anthropic.organization.id'],
          always: true,
        },
      ],
    },
  ];
}

/** Every panel, in their order. */
export const panels = (thresholds: Thresholds): readonly Panel[] =>
  panelRows(thresholds).flatMap((row) => row.panels);

/** A query as Prometheus takes it: with the dashboard's variables filled in. */
export const runnable = (
  { expr }: PanelQuery,
  { job = '.+', rateInterval = '5m' }: { job?: string; rateInterval?: string } = {},
): string => expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$job', job);
