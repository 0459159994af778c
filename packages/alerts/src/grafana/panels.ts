// The panels of the dashboard as data: contents, queries and links.
import type { NameSet } from '@sevenstep/semantic-conventions';
import { selectionIn, signalIn } from '../catalogue/name-set.ts';
import type { PanelId } from '../catalogue/panel-ids.ts';
import { type Label, SIGNALS, type SignalName } from '../catalogue/signals.ts';
import type { AlertThresholds } from '../catalogue/thresholds.ts';
import { type Identity, identityOf } from '../options.ts';
import { boundText } from '../prometheus/names.ts';
import {
  leastOf,
  mostOf,
  type PanelQuery,
  perSecond,
  quantileQueries,
  queryBy,
  queryFor,
  rate,
  rateQuery,
  selector,
  share,
  sumOf,
  type Where,
} from './queries.ts';

/** One panel. */
export interface Panel {
  readonly id: PanelId;
  readonly title: string;
  /** Explains how to read the panel. */
  readonly description: string;
  readonly type: 'stat' | 'timeseries' | 'table';
  /** The unit in Grafana's notation. */
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
  /** Attributes of a series that narrow the search for its traces. @default only those of the service */
  readonly traces?: readonly Label[];
  /** Set if the panel has data for every call, successful or not. */
  readonly always?: true;
}

/** Panels under one heading. */
export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const DIAGNOSES = 'anthropic.client.diagnoses';
const RETRIES = 'anthropic.client.retry.delay';
const SPANS = 'traces.span.metrics.calls';
const CHECK_DURATION = 'anthropic.check.duration';
const REMAINING = selector('anthropic.client.ratelimit.remaining');

const SERVICE: readonly Label[] = ['service.name'];
const MODEL: readonly Label[] = ['gen_ai.request.model'];
const LIMIT: readonly Label[] = ['anthropic.ratelimit.kind', 'gen_ai.request.model'];
const STEP: readonly Label[] = ['anthropic.diagnosis.step', 'anthropic.diagnosis.severity'];
const CHECK: readonly Label[] = ['service.name', 'anthropic.check.name'];
const CHECKED: readonly Label[] = [...CHECK, 'anthropic.check.state', 'anthropic.diagnosis.id'];
const DIAGNOSIS: readonly Label[] = ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'];

const FAILED = { 'error.type': 'any' } as const;
const ERRORS = { 'anthropic.diagnosis.severity': ['error'] } as const;
/** Selects the spans of calls, without those of attempts. */
const CALL_SPANS = { 'gen_ai.operation.name': 'any' } as const;

const inLastHour = (series: string): string => `increase(${series}[1h])`;

/** The remaining share of the limit that is closest to exhaustion. */
const headroom = (by: readonly Label[]): PanelQuery =>
  queryBy(by, leastOf(by, `${REMAINING} / (${selector('anthropic.client.ratelimit.limit')} > 0)`));

/**
 * The rows of the dashboard.
 *
 * @throws Error if the histogram has no bucket bound at `slowCallSeconds`.
 */
export function panelRows(
  thresholds: AlertThresholds,
  names: NameSet = 'latest',
  identity: Identity = identityOf({}),
): readonly PanelRow[] {
  return rowsOf(thresholds, names).map(({ title, panels }) => ({
    title,
    panels: panels.map((panel) => ({
      ...panel,
      queries: panel.queries.map((query) => queryFor(query, identity)),
    })),
  }));
}

function rowsOf({ slowCallSeconds, successObjective }: AlertThresholds, names: NameSet): readonly PanelRow[] {
  const budget = Number((1 - successObjective).toPrecision(6));
  const calls = signalIn(names, 'gen_ai.client.inference.duration');
  /** A query for input tokens, and one for output tokens. */
  const ofTokens = (
    kind: 'usage' | 'operation',
    by: readonly Label[],
    expr: (of: SignalName, where: Where) => string,
  ): readonly PanelQuery[] =>
    (['input', 'output'] as const).map((direction) => {
      const latest = `gen_ai.client.inference.${kind}.${direction}_tokens` as const;
      const { of, where = {} } = selectionIn(names, { of: latest });
      return queryBy(by, expr(of, where), `${direction} `);
    });
  if (!SIGNALS[calls].buckets?.includes(slowCallSeconds)) {
    throw new Error(`${calls} has no bucket up to ${slowCallSeconds}`);
  }
  const upToGood = `le="${boundText(slowCallSeconds)}"`;
  const goodCalls = sumOf(SERVICE, perSecond(selector(calls, 'bucket', {}, [upToGood])));
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
          queries: [rateQuery(calls, SERVICE)],
          always: true,
        },
        {
          id: 'failed-share',
          title: 'Failed',
          description: 'Share of calls that failed after all their attempts',
          type: 'stat',
          unit: 'percentunit',
          queries: [queryBy(SERVICE, share(rate(calls, SERVICE, FAILED), rate(calls, SERVICE)))],
          always: true,
        },
        {
          id: 'error-burn',
          title: 'Error budget burn',
          description: `Burn rate of the budget of ${budget * 100} % failed calls; above 1, the budget runs out early`,
          type: 'timeseries',
          unit: 'short',
          queries: [
            queryBy(SERVICE, `(${share(rate(calls, SERVICE, FAILED), rate(calls, SERVICE))}) / ${budget}`),
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
            queryBy(SERVICE, share(rate(RETRIES, SERVICE), rate('anthropic.client.attempts', SERVICE))),
          ],
          always: true,
        },
        {
          id: 'least-headroom',
          title: 'Least headroom',
          description: 'The smallest remaining share of a limit',
          type: 'stat',
          unit: 'percentunit',
          queries: [headroom(SERVICE)],
          always: true,
        },
        {
          id: 'tokens-hour',
          title: 'Tokens in an hour',
          description: 'Input and output tokens of the last hour',
          type: 'stat',
          unit: 'short',
          queries: ofTokens('usage', SERVICE, (of, where) =>
            sumOf(SERVICE, inLastHour(selector(of, 'sum', where))),
          ),
          always: true,
        },
        {
          id: 'diagnoses-page',
          title: 'What went wrong in the last hour',
          description: 'Diagnoses of failed calls, with id and action',
          type: 'table',
          unit: 'short',
          queries: [
            queryBy(
              DIAGNOSIS,
              `sort_desc(${sumOf(DIAGNOSIS, inLastHour(selector(DIAGNOSES, 'count', ERRORS)))} > 0)`,
            ),
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
            'Diagnoses a second by step: 1 connection, 2 endpoint, 3 identity, 4 request, 5 limits, 6 service, 7 response. 0: the span has no step',
          type: 'timeseries',
          unit: 'cps',
          queries: [queryBy(STEP, rate(DIAGNOSES, STEP), 'step ')],
          traces: ['anthropic.diagnosis.step'],
        },
        {
          id: 'errors-by-diagnosis',
          title: 'By diagnosis',
          description: 'Diagnoses a second by id; a click leads to its traces',
          type: 'timeseries',
          unit: 'cps',
          queries: [rateQuery(DIAGNOSES, DIAGNOSIS)],
          traces: ['anthropic.diagnosis.id'],
        },
        {
          id: 'errors-by-type',
          title: 'By error type and model',
          description: 'Failed calls a second',
          type: 'timeseries',
          unit: 'cps',
          queries: [rateQuery(calls, ['error.type', 'gen_ai.request.model'], FAILED)],
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
            rateQuery('anthropic.client.attempts', [
              'anthropic.attempt.outcome',
              'http.response.status_code',
            ]),
          ],
          always: true,
        },
        {
          id: 'retry-waits',
          title: 'Wait before a retry',
          description: 'Median and 95th percentile',
          type: 'timeseries',
          unit: 's',
          queries: quantileQueries(RETRIES, ['anthropic.attempt.outcome'], 0.5, 0.95),
        },
        {
          id: 'waiting-share',
          title: 'Time spent waiting',
          description: 'Share of the time of calls that was spent waiting for a retry',
          type: 'timeseries',
          unit: 'percentunit',
          queries: [
            queryBy(SERVICE, share(rate(RETRIES, SERVICE, {}, 'sum'), rate(calls, SERVICE, {}, 'sum'))),
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
          description: 'As the last response gave it, by kind and model; at 0, calls get a 429',
          type: 'timeseries',
          unit: 'percentunit',
          queries: [headroom(LIMIT)],
          traces: MODEL,
          always: true,
        },
        {
          id: 'limits',
          title: 'Remaining',
          description: 'Requests and tokens that are left',
          type: 'timeseries',
          unit: 'short',
          queries: [queryBy(LIMIT, leastOf(LIMIT, REMAINING))],
          traces: MODEL,
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
          queries: [rateQuery('anthropic.client.stream.outcomes', ['anthropic.stream.outcome'])],
          traces: ['anthropic.stream.outcome'],
        },
        {
          id: 'first-chunk',
          title: 'Time to first chunk',
          description: 'Median and 95th percentile by model',
          type: 'timeseries',
          unit: 's',
          queries: quantileQueries(
            signalIn(names, 'gen_ai.client.inference.time_to_first_chunk'),
            MODEL,
            0.5,
            0.95,
          ),
          traces: MODEL,
        },
        {
          id: 'per-chunk',
          title: 'Time between chunks',
          description: 'Median and 95th percentile by model',
          type: 'timeseries',
          unit: 's',
          queries: quantileQueries(
            signalIn(names, 'gen_ai.client.inference.time_per_output_chunk'),
            MODEL,
            0.5,
            0.95,
          ),
          traces: MODEL,
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
          queries: quantileQueries(calls, MODEL, 0.5, 0.95, 0.99),
          traces: MODEL,
          always: true,
        },
        {
          id: 'slow-share',
          title: `Slower than ${slowCallSeconds} s`,
          description: 'Share of calls that use up the latency budget',
          type: 'timeseries',
          unit: 'percentunit',
          queries: [queryBy(SERVICE, `1 - ${goodCalls} / ${rate(calls, SERVICE)}`)],
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
          description: 'Billed tokens a second, by model and type',
          type: 'timeseries',
          unit: 'short',
          queries: ofTokens('usage', MODEL, (of, where) => rate(of, MODEL, where, 'sum')),
          traces: MODEL,
          always: true,
        },
        {
          id: 'tokens-per-call',
          title: 'Tokens of a call',
          description: 'Average by model and type; a growing conversation or a loop makes it rise',
          type: 'timeseries',
          unit: 'short',
          queries: ofTokens(
            'operation',
            MODEL,
            (of, where) => `${rate(of, MODEL, where, 'sum')} / ${rate(of, MODEL, where)}`,
          ),
          traces: MODEL,
          always: true,
        },
      ],
    },
    {
      title: 'From outside',
      panels: [
        {
          id: 'checks',
          title: 'Checks',
          description: 'What the last run of `doctor check --every` found, by service',
          type: 'table',
          unit: 'short',
          queries: [queryBy(CHECKED, `${mostOf(CHECKED, selector('anthropic.check.status'))} == 1`)],
        },
        {
          id: 'check-duration',
          title: 'Duration of a check',
          description: 'On average, with its retries',
          type: 'timeseries',
          unit: 's',
          queries: [
            queryBy(CHECK, `${rate(CHECK_DURATION, CHECK, {}, 'sum')} / ${rate(CHECK_DURATION, CHECK)}`),
          ],
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
          queries: [rateQuery(SPANS, ['service.name', 'gen_ai.request.model'], CALL_SPANS)],
          traces: MODEL,
          always: true,
        },
        {
          id: 'span-errors',
          title: 'Diagnosed spans',
          description: 'Spans of calls a second by diagnosis and error type',
          type: 'timeseries',
          unit: 'cps',
          queries: [
            rateQuery(SPANS, ['anthropic.diagnosis.id', 'error.type'], {
              ...CALL_SPANS,
              'anthropic.diagnosis.id': 'any',
            }),
          ],
          traces: ['anthropic.diagnosis.id'],
        },
        {
          id: 'span-organizations',
          title: 'By organization and workspace',
          description: 'Spans of calls a second of each organization and workspace',
          type: 'timeseries',
          unit: 'reqps',
          queries: [rateQuery(SPANS, ['anthropic.organization.id', 'anthropic.workspace.id'], CALL_SPANS)],
          traces: ['anthropic.organization.id'],
          always: true,
        },
      ],
    },
  ];
}

/** All panels in the order of the rows. */
export const panels = (thresholds: AlertThresholds, names: NameSet = 'latest'): readonly Panel[] =>
  panelRows(thresholds, names).flatMap((row) => row.panels);
