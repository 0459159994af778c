// The stack as it is shipped: what becomes of traces in Jaeger, and how its page shows them.
import { join } from 'node:path';
import type { Drill } from '@sevenstep/anthropic-simulator';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePortsFor } from '../../examples/jaeger/src/ports.ts';
import { STACK_PORTS } from '../../examples/observability-stack/src/ports.ts';
import { type Stack, startStack } from '../../examples/observability-stack/src/start.ts';
import { startChromium } from '../support/chromium.ts';
import { Application } from './stack/application.ts';
import { query } from './stack/prometheus-api.ts';
import { until } from './stack/until.ts';

const SERVICE = 'checkout';
const OPERATION = 'chat claude-sonnet-5';
const HEALTHY = 300;
const REFUSED = 20;
const RECOVERED = 20;
/** The share of healthy traces that `jaeger.yaml` keeps. */
const SHARE = 0.1;

const KEY_REFUSED = { error: { type: 'authentication_error', message: 'invalid x-api-key' } } as const;

interface JaegerTrace {
  readonly traceID: string;
  readonly spans: readonly { readonly tags: readonly { readonly key: string; readonly value: unknown }[] }[];
}

let stack: Stack;
let application: Application;

/** The diagnosis on each stored trace; `undefined` for a healthy one. */
async function stored(): Promise<Map<string, unknown>> {
  const response = await fetch(`${stack.queryUrl}/api/traces?service=${SERVICE}&limit=1500&lookback=1h`);
  const { data } = (await response.json()) as { data: readonly JaegerTrace[] };
  return new Map(
    data.map(({ traceID, spans }) => [
      traceID,
      spans.flatMap(({ tags }) => tags).find(({ key }) => key === 'anthropic.diagnosis.id')?.value,
    ]),
  );
}
const count = (traces: Map<string, unknown>, diagnosis: string | undefined): number =>
  [...traces.values()].filter((one) => one === diagnosis).length;

beforeAll(async () => {
  stack = await startStack(await freePortsFor(STACK_PORTS), console.log);
  application = new Application(SERVICE, {
    OTEL_EXPORTER_OTLP_ENDPOINT: stack.otlpUrl,
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    OTEL_METRIC_EXPORT_TIMEOUT: '1000',
    OTEL_BSP_SCHEDULE_DELAY: '500',
    // Nothing of the machine: its page is in the documentation.
    OTEL_NODE_RESOURCE_DETECTORS: 'env',
  });
  const perSecond = 20;
  await application.start({ drill: { title: 'Healthy' }, perSecond, requests: HEALTHY });
  await application.done();
  const refused: Drill = { title: 'The key is refused', faults: [{ response: KEY_REFUSED }] };
  application.call({ drill: refused, perSecond, requests: REFUSED });
  await application.done();
  const recovered: Drill = {
    title: 'It recovers',
    faults: [
      {
        when: { attempt: 1 },
        response: {
          error: { type: 'overloaded_error', message: 'Overloaded' },
          // Soon: an SDK that has retried once is known to count its retries.
          headers: { 'retry-after-ms': '1' },
        },
      },
    ],
  };
  application.call({ drill: recovered, perSecond, requests: RECOVERED });
  await application.done();
});
afterAll(async () => {
  await application?.stop();
  await stack?.stop();
});

test('every diagnosed trace is kept, and about a tenth of the healthy ones', async () => {
  // Those that recovered came last: when they are all there, the others have been decided on.
  const traces = await until('every trace that recovered is stored', async () => {
    const all = await stored();
    return count(all, 'service.recovered') >= RECOVERED ? all : undefined;
  });
  expect(count(traces, 'identity.key_invalid')).toBe(REFUSED);
  expect(count(traces, 'service.recovered')).toBe(RECOVERED);
  const healthy = count(traces, undefined);
  // Five standard deviations of a draw for each.
  const allowed = 5 * Math.sqrt(HEALTHY * SHARE * (1 - SHARE));
  expect(Math.abs(healthy - HEALTHY * SHARE)).toBeLessThan(allowed);
  expect(traces.size).toBe(healthy + REFUSED + RECOVERED);
});

test('metrics are made of every span, before any is dropped', async () => {
  const calls = `sum by (anthropic_diagnosis_id) (traces_span_metrics_calls_total{job="${SERVICE}", gen_ai_operation_name="chat"})`;
  const samples = await until('the metrics of all spans are scraped', async () => {
    const found = await query(stack.prometheusUrl, calls);
    const all = found.reduce((sum, { value }) => sum + Number(value[1]), 0);
    return all >= HEALTHY + REFUSED + RECOVERED ? found : undefined;
  });
  expect(
    Object.fromEntries(
      samples.map(({ metric, value }) => [metric.anthropic_diagnosis_id ?? '', Number(value[1])]),
    ),
  ).toEqual({ '': HEALTHY, 'identity.key_invalid': REFUSED, 'service.recovered': RECOVERED });
});

describe('the Monitor tab', () => {
  /** A metric from Jaeger. */
  const metric = async (name: string, more = ''): Promise<number | undefined> => {
    const parameters = `service=${SERVICE}&groupByOperation=true&spanKind=client&lookback=3600000&ratePer=600000&step=5000`;
    const url = `${stack.queryUrl}/api/metrics/${name}?${parameters}&endTs=${Date.now()}${more}`;
    const { metrics = [] } = (await (await fetch(url)).json()) as {
      metrics?: {
        labels: { name: string; value: string }[];
        metricPoints: { gaugeValue: { doubleValue: number | 'NaN' } }[];
      }[];
    };
    const own = metrics.find(({ labels }) => labels.some(({ value }) => value === OPERATION));
    const values = own?.metricPoints.map(({ gaugeValue }) => Number(gaugeValue.doubleValue));
    return values?.findLast((value) => value > 0);
  };

  test.each([
    ['calls', ''],
    ['errors', ''],
    ['latencies', '&quantile=0.95'],
  ])('has %s by operation from Prometheus', async (name, more) => {
    // Calls at a pace, so that a rate can be seen between two scrapes.
    const faults = [{ when: { probability: 0.2 }, response: KEY_REFUSED }];
    const drill: Drill = { title: 'One in five is refused', faults };
    application.call({ drill, perSecond: 5 });
    await until(`${name} of ${OPERATION}`, () => metric(name, more));
  });
});

describe.skipIf(!process.env.JAEGER_UI_ASSETS)(
  "Jaeger's page, where JAEGER_UI_ASSETS names its folder",
  () => {
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      browser = await startChromium();
      page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      page.setDefaultTimeout(60_000);
    });
    afterAll(() => browser?.close());

    /** This test makes the documentation's pictures, if PICTURES names a folder. */
    const picture = async (name: string): Promise<void> => {
      if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, name) });
    };

    test('a failed call shows its diagnosis', async () => {
      const [failed] = [...(await stored())].find(([, id]) => id === 'identity.key_invalid') ?? [];
      await page.goto(`${stack.queryUrl}/trace/${failed}`);
      await page.locator('.span-name', { hasText: OPERATION }).click();
      const tags = page.locator('.KeyValueTable--row');
      const value = async (name: string) =>
        (await tags.filter({ has: page.getByText(name, { exact: true }) }).textContent())?.slice(name.length);
      await page.getByRole('switch', { name: /Tags/ }).click();
      expect(await value('anthropic.diagnosis.id')).toContain('identity.key_invalid');
      expect(await value('anthropic.diagnosis.action')).toContain('fix_credentials');
      expect(await value('anthropic.diagnosis.fix')).toContain('Claude Console');
      const keys = await tags.locator('.KeyValueTable--keyColumn').allTextContents();
      expect(keys.slice(0, 4)).toEqual(
        ['summary', 'fix', 'evidence', 'id'].map((part) => `anthropic.diagnosis.${part}`),
      );
      const description = await value('otel.status_description');
      expect(description?.trim()).toMatch(/identity\.key_invalid: .+\. invalid x-api-key$/);
      const link = page.getByRole('link', { name: 'identity.key_invalid' });
      expect(await link.getAttribute('href')).toBe('http://127.0.0.1:16690/pages/identity.key_invalid.html');
      await picture('trace.png');
    });

    test('the Monitor tab shows the calls, their duration and their failures', async () => {
      await page.goto(`${stack.queryUrl}/monitor?service=${SERVICE}`);
      await page.locator('.ant-select', { hasText: 'Server' }).click();
      await page.locator('.ant-select-item-option', { hasText: 'Client' }).click();
      const row = page.locator('.ant-table-row', { hasText: OPERATION });
      await row.waitFor();
      expect(await row.textContent()).toMatch(/\dms.*req\/s.*%/);
      await picture('monitor.png');
    });
  },
);
