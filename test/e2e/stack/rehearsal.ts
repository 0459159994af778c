// The stack at thirty times the speed. One number divides every window, wait and interval of the shipped files.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { files, REHEARSAL_THRESHOLDS } from '@sevenstep/alerts';
import { freePortsFor } from '../../../examples/jaeger/src/ports.ts';
import {
  type NotifiedAlert,
  receiveNotifications,
} from '../../../examples/observability-stack/src/notifications.ts';
import { STACK_PORTS, type StackPorts } from '../../../examples/observability-stack/src/ports.ts';
import { type Rehearsal, type Stack, startStack } from '../../../examples/observability-stack/src/start.ts';

/** Five minutes are ten seconds. */
const TIMES_FASTER = 30;

/** Seconds between exports, scrapes and evaluations: twice what is shipped, or a busy machine does not keep up. */
export const INTERVAL = 30;

/** A number of minutes in milliseconds of the rehearsal. */
export const minutes = (count: number): number => (count * 60_000) / TIMES_FASTER;

/** So many of the shipped stack's seconds, as a duration. */
export const faster = (seconds: number): string => `${minutes(seconds / 60)}ms`;

/** A notification of an alert, with its recipient. */
export interface Told extends NotifiedAlert {
  readonly to: string;
}

export interface RehearsedStack extends Stack {
  /** The notifications from Alertmanager's webhooks so far. */
  readonly told: readonly Told[];
  /** Variables of OpenTelemetry for an application, with its intervals as much faster. */
  readonly variables: Readonly<Record<string, string>>;
}

export async function startRehearsal(
  log: (line: string) => void,
  more: Pick<Rehearsal, 'scraped'> = {},
): Promise<RehearsedStack> {
  const told: Told[] = [];
  const notifications = await receiveNotifications(0, ({ to, alerts: some }) =>
    told.push(...some.map((alert) => ({ ...alert, to }))),
  );
  const ports: StackPorts = { ...(await freePortsFor(STACK_PORTS)), NOTIFICATIONS_PORT: notifications.port };
  const folder = await writeFiles();
  const rehearsal: Rehearsal = {
    ...more,
    ruleFiles: [join(folder, 'prometheus', '*.rules.yml')],
    alertmanagerFile: join(folder, 'alertmanager', 'alertmanager.yml'),
    interval: faster(INTERVAL),
    lookback: faster(300),
    jaeger: {
      STACK_SPAN_METRICS_INTERVAL: faster(INTERVAL),
      STACK_METRIC_EXPIRATION: faster(300),
      STACK_DECISION_WAIT: faster(10),
    },
  };
  const stack = await startStack(ports, log, { rehearsal });
  return {
    ...stack,
    told,
    variables: {
      OTEL_EXPORTER_OTLP_ENDPOINT: stack.otlpUrl,
      OTEL_METRIC_EXPORT_INTERVAL: String(minutes(INTERVAL / 60)),
      OTEL_METRIC_EXPORT_TIMEOUT: String(minutes(INTERVAL / 60)),
      OTEL_BSP_SCHEDULE_DELAY: String(minutes(INTERVAL / 60)),
    },
    stop: async () => {
      await stack.stop();
      await notifications.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes files from the catalogue, with the same generators as the files in `packages/alerts`. */
async function writeFiles(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sevenstep-rehearsal-'));
  const options = { timeScale: 1 / TIMES_FASTER, thresholds: REHEARSAL_THRESHOLDS };
  for (const [path, content] of Object.entries(files(options))) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}
