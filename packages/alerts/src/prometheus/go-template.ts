// Labels and values in an alert's texts as Prometheus and Grafana fill them in: Go's templates.
import type { Template, ValueKind } from '../annotations.ts';
import type { Identity } from '../options.ts';
import { labelName } from './names.ts';

const FORMATS: Readonly<Record<ValueKind, string>> = {
  count: 'printf "%.0f"',
  amount: 'humanize',
  share: 'humanizePercentage',
  seconds: 'humanizeDuration',
};

/** @param variable that holds the value of the expression */
export const goTemplate = (variable: string, identity: Identity): Template => ({
  service: subject(identity, (name) => `{{ $labels.${name} }}`),
  label: (label) => `{{ $labels.${labelName(label)} }}`,
  // A label has what a span had in it: nothing of it is a sign of a shell or of an address.
  id: (label) => `{{ reReplaceAll "[^a-z0-9_.]" "" $labels.${labelName(label)} }}`,
  value: (kind) => `{{ ${FORMATS[kind]} ${variable} }}`,
});

/** A service, and in brackets where it runs. */
export function subject({ service, around }: Identity, value: (label: string) => string): string {
  const place = around.map(value).join(', ');
  return place === '' ? value(service) : `${value(service)} (${place})`;
}
