// The link from a series of a panel to its traces: Jaeger's search page, filled in.
import type { Label } from '../catalogue/signals.ts';
import { labelName } from '../prometheus/names.ts';

/** Grafana's words for what stands in the link: the dashboard's variable with Jaeger's address, the label of a series, the time range. */
const JAEGER = `\${jaeger}`;
const ofSeries = (label: Label): string => `\${__field.labels.${labelName(label)}:percentencode}`;
const SERVICE = `\${job:percentencode}`;

/** Jaeger counts microseconds, Grafana milliseconds. */
const TIME = `start=\${__from}000&end=\${__to}000&lookback=custom`;

/**
 * A search for traces of the dashboard's service with these tags of the series.
 *
 * @param ofSeriesService whether the series itself says which service it is of
 */
export function traceLink(tags: readonly Label[], ofSeriesService: boolean): string {
  const service = ofSeriesService ? ofSeries('service.name') : SERVICE;
  const json = tags.map((label) => `%22${label}%22%3A%22${ofSeries(label)}%22`).join('%2C');
  const search = json === '' ? '' : `&tags=%7B${json}%7D`;
  return `${JAEGER}/search?service=${service}${search}&${TIME}&limit=20`;
}
