// Labels and values in an alert's texts, as Go templates of Prometheus and Grafana.
import type { Template, ValueKind } from '../annotations.ts';
import type { Identity } from '../options.ts';
import { labelName } from './names.ts';

const FORMATS: Readonly<Record<ValueKind, string>> = {
  count: 'printf "%.0f"',
  amount: 'humanize',
  share: 'humanizePercentage',
  seconds: 'humanizeDuration',
};

/** @param variable the template variable with the value of the expression */
export const goTemplate = (variable: string, identity: Identity): Template => ({
  service: subject(identity, (name) => `{{ $labels.${name} }}`),
  label: (label) => `{{ $labels.${labelName(label)} }}`,
  // A span may put any text in a label, so characters with a meaning in a shell or an address are removed.
  id: (label) => `{{ reReplaceAll "[^a-z0-9_.]" "" $labels.${labelName(label)} }}`,
  value: (kind) => `{{ ${FORMATS[kind]} ${variable} }}`,
});

/** The service, with its location in brackets. */
export function subject({ service, around }: Identity, value: (label: string) => string): string {
  const place = around.map(value).join(', ');
  return place === '' ? value(service) : `${value(service)} (${place})`;
}
