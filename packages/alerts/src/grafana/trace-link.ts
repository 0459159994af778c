// Builds the link from a series of a panel to Jaeger's search for its traces.
import type { Label } from '../catalogue/signals.ts';
import { labelName } from '../prometheus/names.ts';

/** Grafana's placeholders in the link: Jaeger's address, the label of a series, the time range. */
const JAEGER = `\${jaeger}`;
const ofSeries = (label: string): string => `\${__field.labels.${label}:percentencode}`;
const SERVICE = `\${job:percentencode}`;

/** Jaeger counts microseconds, Grafana milliseconds. */
const TIME = `start=\${__from}000&end=\${__to}000&lookback=custom`;

/**
 * A search for traces of the dashboard's service that have these tags of the series.
 *
 * @param serviceLabel the label with the service, if the series has one
 */
export function traceLink(tags: readonly Label[], serviceLabel: string | undefined): string {
  const service = serviceLabel === undefined ? SERVICE : ofSeries(serviceLabel);
  const json = tags.map((label) => `%22${label}%22%3A%22${ofSeries(labelName(label))}%22`).join('%2C');
  const search = json === '' ? '' : `&tags=%7B${json}%7D`;
  return `${JAEGER}/search?service=${service}${search}&${TIME}&limit=20`;
}
