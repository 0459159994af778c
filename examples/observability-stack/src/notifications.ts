// Receives notifications from Alertmanager's webhooks. If this file is the program, it prints them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** One alert in Alertmanager's notification. */
export interface NotifiedAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
}

/** The recipient and the alerts of a notification. */
export interface Notification {
  /** The path of the webhook, such as `account/page`. */
  readonly to: string;
  readonly alerts: readonly NotifiedAlert[];
}

/** Receives notifications on a loopback port; 0 selects a free one. */
export async function receiveNotifications(
  port: number,
  onNotification: (notification: Notification) => void,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    try {
      const { alerts } = JSON.parse(body) as { alerts: NotifiedAlert[] };
      onNotification({ to: (request.url ?? '').slice(1), alerts });
      response.end();
    } catch {
      response.writeHead(400).end('expected what a webhook of Alertmanager sends\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Formats a notification as lines for a terminal. */
export const notificationText = ({ to, alerts }: Notification): string =>
  alerts
    .map(({ status, labels, annotations: { summary, description, explain, runbook_url } }) =>
      [
        `${status === 'firing' ? 'FIRING  ' : 'RESOLVED'} ${labels.alertname} (to ${to})`,
        ...[summary, ...(status === 'firing' ? [description, explain, runbook_url] : [])]
          .filter((line) => line !== undefined)
          .map((line) => `         ${line}`),
      ].join('\n'),
    )
    .join('\n');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await receiveNotifications(9095, (notification) => console.log(notificationText(notification)));
}
