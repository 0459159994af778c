// The most frequent diagnoses of a service. Prometheus looks them up when an alert on all failed calls fires.
import { HOUR } from '../catalogue/units.ts';
import { braced, type Dialect } from './increase.ts';
import { labelName, seriesName } from './names.ts';

const MOST = 5;
const ID = labelName('anthropic.diagnosis.id');
const SEVERITY = labelName('anthropic.diagnosis.severity');

/**
 * A template that writes text such as `12 identity.key_invalid, 3 limits.requests_per_minute`. It reads a recorded series.
 * It writes nothing if no call has a diagnosis, and the template is empty if the series is not recorded.
 */
export function breakdown({ identity, timeScale, record }: Dialect): string {
  const recorded = record?.({
    series: seriesName('anthropic.client.diagnoses'),
    window: HOUR * timeScale,
    source: 'metrics',
    labels: new Set([...identity.all, ID, SEVERITY]),
  });
  if (recorded === undefined) return '';
  const matchers = [`${SEVERITY}="error"`, ...identity.all.map((label) => `${label}=%q`)];
  const values = identity.all.map((label) => `$labels.${label}`).join(' ');
  const query = `topk(${MOST}, sum by (${ID}) (${recorded}${braced(matchers)}) > 0)`;
  return `{{ range $index, $one := printf \`${query}\` ${values} | query }}{{ if $index }}, {{ end }}{{ $one | value | printf "%.0f" }} {{ $one | label "${ID}" }}{{ end }}`;
}
