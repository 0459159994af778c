// A drill for each alert that is of a service: from calls that are well to its fault, and back.
import { setTimeout as pause } from 'node:timers/promises';
import { type Alert, alerts, type Panel, panels, runnable, withAlertThresholds } from '@sevenstep/alerts';
import { isNight } from '../../support/night.ts';
import type { Traffic } from './app.ts';
import { Application } from './application.ts';
import { CheckingDoctor } from './checking-doctor.ts';
import { query } from './prometheus-api.ts';
import { minutes, type RehearsedStack, type Told } from './rehearsal.ts';
import { until } from './until.ts';

/** Calls: enough for every minimum, and too few for a burst. */
const PER_SECOND = 5;
export const HEALTHY: Traffic = {
  drill: { title: 'Calls, every other one streamed', calls: [{}, { method: 'create-streamed' }] },
  perSecond: PER_SECOND / 2,
};
/** More calls, so that the spent part of a budget soon recovers. */
const RECOVERED: Traffic = { ...HEALTHY, perSecond: PER_SECOND };

/** The number of simultaneous applications, in addition to the healthy one. */
const AT_ONCE = 8;

/** How a drill went. */
export interface Drilled {
  readonly firing: Told;
  readonly resolved: Told;
  /** Queries of panels that had no data while it fired. */
  readonly emptyPanels: readonly string[];
  /** All notifications for the service, until ten minutes after the end. */
  readonly told: readonly Told[];
}

/** A change waits for the drills of those that page; the others are drilled at night. */
export const drilledAlerts: readonly Alert[] = alerts.filter(
  ({ ofService, severity }) => ofService !== false && (isNight || severity === 'page'),
);
export const serviceOf = ({ name }: Alert): string => `drill-${name}`;

/** Runs them all, so many at once, the longest first. Each ends for itself. */
export function runDrills(stack: RehearsedStack): ReadonlyMap<string, Promise<Drilled>> {
  const drills = [...drilledAlerts]
    .sort((one, other) => longestWindow(other) - longestWindow(one))
    .map((alert) => ({ alert, ...Promise.withResolvers<Drilled>() }));
  const left = [...drills];
  const runThose = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      await runDrill(next.alert, stack).then(next.resolve, next.reject);
    }
  };
  for (let place = 0; place < AT_ONCE; place += 1) void runThose();
  // A separate test checks each later.
  for (const { promise } of drills) promise.catch(() => undefined);
  return new Map(drills.map(({ alert, promise }) => [alert.name, promise]));
}

async function runDrill(alert: Alert, stack: RehearsedStack): Promise<Drilled> {
  const { telemetry, call, from } = alert.drill;
  const service = serviceOf(alert);
  const application =
    from === 'doctor'
      ? new CheckingDoctor(service, stack.variables)
      : new Application(service, stack.variables);
  try {
    await application.start(HEALTHY, telemetry === 'stopped' ? undefined : telemetry);
    await known(service, stack);
    if (telemetry === 'stopped') await application.stop();
    else application.call({ drill: call, perSecond: PER_SECOND / callsOf(alert) });
    const firing = await firstTold(stack, alert.name, 'firing', service);
    const emptyPanels = await findEmptyPanels(alert, stack);
    if (telemetry === undefined) application.call(RECOVERED);
    else await application.start(RECOVERED);
    const resolved = await firstTold(stack, alert.name, 'resolved', service);
    await pause(minutes(10));
    return { firing, resolved, emptyPanels, told: stack.told.filter(({ labels }) => labels.job === service) };
  } finally {
    await application[Symbol.asyncDispose]();
  }
}

/** Waits for the first notification. @param service none for an alert without a service */
export const firstTold = (
  stack: RehearsedStack,
  name: string,
  status: Told['status'],
  service?: string,
): Promise<Told> =>
  until(`${name} is told as ${status}`, () =>
    stack.told.find(
      (one) => one.status === status && one.labels.alertname === name && one.labels.job === service,
    ),
  );

/** It has been seen for ten minutes: what comes from then on is new. */
const known = (service: string, stack: RehearsedStack): Promise<true> =>
  until(`${service} is known`, async () => {
    const signs = [
      'gen_ai_client_inference_duration_seconds_count',
      'traces_span_metrics_calls_total',
      'anthropic_check_status',
    ];
    const ago = signs.map((sign) => `${sign}{job="${service}"} offset ${minutes(10)}ms`).join(' or ');
    return (await query(stack.prometheusUrl, ago)).length > 0 || undefined;
  });

/**
 * The panels without data, among those that show the drill and those that always have data with complete telemetry. Each is queried until it has data, or
 * ten minutes are over, because late exports leave a short gap.
 */
async function findEmptyPanels(alert: Alert, { prometheusUrl }: RehearsedStack): Promise<readonly string[]> {
  const { panels: shown, telemetry, from } = alert.drill;
  const whole = telemetry === undefined && from === undefined;
  const wanted = ({ id, always }: Panel) => shown.includes(id) || (always && whole);
  const empty: string[] = [];
  for (const { id, queries } of panels(withAlertThresholds()).filter(wanted)) {
    for (const one of queries) {
      const expression = runnable(one, { job: serviceOf(alert), rateInterval: `${minutes(5)}ms` });
      const hasData = async () => (await query(prometheusUrl, expression)).length > 0 || undefined;
      await until(id, hasData, minutes(10)).catch(() => empty.push(`${id}: ${expression}`));
    }
  }
  return empty;
}

/** The approximate number of calls in one run. */
const callsOf = ({ drill: { call } }: Alert): number => call.call?.maxIterations ?? 1;

function longestWindow(alert: Alert): number {
  const condition = alert.condition(withAlertThresholds());
  if (condition.kind === 'burn') return Math.max(...condition.windows.map(({ long }) => long));
  return 'window' in condition ? condition.window : 0;
}
