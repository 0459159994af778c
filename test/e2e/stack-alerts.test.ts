// Every alert from a fault to the webhook, with the real SDK, Jaeger's collector, Prometheus and Alertmanager. Time runs thirty times as fast,
// and thresholds for slow calls are lower. promtool tests the shipped rules.
import { existsSync } from 'node:fs';
import { type Alert, alerts } from '@sevenstep/alerts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Application } from './stack/application.ts';
import { type Drilled, drilledAlerts, firstTold, HEALTHY, runDrills, serviceOf } from './stack/drills.ts';
import { query } from './stack/prometheus-api.ts';
import { minutes, type RehearsedStack, startRehearsal, type Told } from './stack/rehearsal.ts';

const ROOT = new URL('../../', import.meta.url);
const TIMEOUT = 900_000;
const WELL = 'well';

let stack: RehearsedStack;
let well: Application;
let drilled: ReadonlyMap<string, Promise<Drilled>> = new Map();
const drillOf = (name: string): Promise<Drilled> =>
  drilled.get(name) ?? Promise.reject(new Error('the drills have not begun'));

function alertNamed(name: string): Alert {
  const found = alerts.find((alert) => alert.name === name);
  if (!found) throw new Error(`there is no alert ${name}`);
  return found;
}

/** One who reads it knows what it is about and where to read on. */
function expectReadable({ labels, annotations }: Told, subject: string): void {
  const { summary = '', description, runbook_url: runbook = '', explain } = annotations;
  expect(summary).toContain(subject);
  expect(summary).not.toMatch(/[{}<>]|no value/);
  expect(description).toBeTruthy();
  expect(existsSync(new URL(runbook, ROOT)), `runbook '${runbook}'`).toBe(true);
  const { anthropic_diagnosis_id: id } = labels;
  // A span may have failed without a diagnosis.
  if (id !== undefined && labels.alertname !== 'AnthropicFleetFailing')
    expect(explain).toBe(`npx @sevenstep/doctor explain ${id}`);
}

beforeAll(async () => {
  stack = await startRehearsal(console.log);
  well = new Application(WELL, stack.variables);
});
afterAll(async () => {
  await Promise.allSettled(drilled.values());
  await well?.stop();
  await stack?.stop();
}, TIMEOUT);

test(
  'with no application at all it is told that there are no metrics, and nothing else',
  async () => {
    const [absent] = alerts.filter((alert) => alert.ofService === false);
    if (!absent) throw new Error('no alert is without a service');
    expectReadable(await firstTold(stack, absent.name, 'firing'), 'No service');
    await well.start(HEALTHY);
    await firstTold(stack, absent.name, 'resolved');
    expect(new Set(stack.told.map(({ labels }) => labels.alertname))).toEqual(new Set([absent.name]));
    drilled = runDrills(stack);
  },
  TIMEOUT,
);

test(
  'the only call of a new service is rejected: that pages, and nothing else fires',
  async () => {
    const service = 'new';
    const started = new Application(service, stack.variables);
    const drill = alertNamed('AnthropicCredentialsFailing').drill.call;
    await started.start({ drill, perSecond: 5, requests: 1 });
    try {
      const told = await firstTold(stack, 'AnthropicCredentialsFailing', 'firing', service);
      expectReadable(told, service);
      expect(told.to).toBe('account/page');
      await firstTold(stack, 'AnthropicCredentialsFailing', 'resolved', service);
      const others = stack.told.filter(({ labels }) => labels.job === service);
      expect(new Set(others.map(({ labels }) => labels.alertname))).toEqual(
        new Set(['AnthropicCredentialsFailing']),
      );
    } finally {
      await started.stop();
    }
  },
  TIMEOUT,
);

describe.each(drilledAlerts.map((alert) => [alert.name, alert] as const))('%s', (name, alert) => {
  test(
    'is told when its fault begins, to whom it concerns, and again when the fault has ended',
    async () => {
      const { firing, resolved } = await drillOf(name);
      expectReadable(firing, serviceOf(alert));
      expect(firing.labels.severity).toBe(alert.severity);
      expect(firing.to.endsWith(`/${alert.severity}`), firing.to).toBe(true);
      expect(resolved.to).toBe(firing.to);
    },
    TIMEOUT,
  );

  test(
    'nothing else is told of its service, from before the fault until ten minutes after',
    async () => {
      const expected = [name, ...(alert.drill.also ?? [])];
      const others = (await drillOf(name)).told.filter(
        ({ labels }) => !expected.includes(labels.alertname ?? ''),
      );
      expect(others.map(({ labels, annotations }) => `${labels.alertname}: ${annotations.summary}`)).toEqual(
        [],
      );
    },
    TIMEOUT,
  );

  test(
    'its panels have data while it fires',
    async () => {
      expect((await drillOf(name)).emptyPanels).toEqual([]);
    },
    TIMEOUT,
  );
});

test(
  'of calls that are well nothing was told, and nothing fired, in all that time',
  async () => {
    await Promise.allSettled(drilled.values());
    expect(stack.told.filter(({ labels }) => labels.job === WELL)).toEqual([]);
    const ask = (expression: string) => query(stack.prometheusUrl, expression);
    expect(await ask(`count_over_time(ALERTS{job="${WELL}", alertstate="firing"}[1h])`)).toEqual([]);
    const [calls] = await ask(
      `sum(max_over_time(gen_ai_client_inference_duration_seconds_count{job="${WELL}"}[1h]))`,
    );
    // More than ten minutes of them.
    expect(Number(calls?.value[1])).toBeGreaterThan((minutes(10) / 1000) * HEALTHY.perSecond * 2);
  },
  TIMEOUT,
);
