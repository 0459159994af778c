// `npm run stack`: runs Jaeger, Prometheus and Alertmanager until Ctrl-C, and prints notifications.
import { parseArgs } from 'node:util';
import { interruptSignal, reportFailedStart } from '../../jaeger/src/interrupted.ts';
import { servePages } from '../../jaeger/src/pages.ts';
import { portsFrom } from '../../jaeger/src/ports.ts';
import { assertPortsFree } from '../../jaeger/src/taken-ports.ts';
import { findAlertmanager } from './alertmanager.ts';
import { consentOfTerminal } from './consent.ts';
import { stackLinks } from './links.ts';
import { notificationText, receiveNotifications } from './notifications.ts';
import { STACK_PORTS } from './ports.ts';
import { startStack } from './start.ts';

const signal = interruptSignal();
try {
  const { values } = parseArgs({ options: { install: { type: 'boolean' } } });
  const consent = values.install ? async () => true : consentOfTerminal();
  const ports = portsFrom(STACK_PORTS, process.env);
  await assertPortsFree(ports);
  const alertmanager = await findAlertmanager(console.log, consent, signal);
  const pages = await servePages();
  const notifications = await receiveNotifications(ports.NOTIFICATIONS_PORT, (notification) =>
    console.log(notificationText(notification)),
  );
  const stack = await startStack(ports, console.log, { alertmanager, signal }).catch(async (problem) => {
    pages.close();
    await notifications.close();
    throw problem;
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= Promise.all([stack.stop(), notifications.close(), pages.close()]).then(() => undefined);
    return stopping;
  };
  signal.addEventListener('abort', stop);
  const links = await stackLinks(stack);
  console.log(`The stack is up.
  OTLP            ${stack.otlpUrl}   (traces and metrics)
  Jaeger          ${links.jaeger}
  Prometheus      ${links.prometheus}
  Alertmanager    ${links.alertmanager}
  Diagnoses       ${pages.url}

Point an application at it:
  OTEL_EXPORTER_OTLP_ENDPOINT=${stack.otlpUrl} OTEL_SERVICE_NAME=my-app node --import @sevenstep/register app.mjs

Alerts are printed here. Stop it with Ctrl-C.`);
  const first = await stack.ended;
  if (!stopping) {
    console.error(`${first} has ended; the others are stopped.`);
    process.exitCode = 1;
  }
  await stop();
} catch (problem) {
  reportFailedStart(problem, signal);
}
