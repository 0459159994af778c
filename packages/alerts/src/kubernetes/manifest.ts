// Writes the rule files as PrometheusRule manifests, which the Prometheus operator loads.
import { Document } from 'yaml';
import type { GenerateOptions } from '../options.ts';
import { prometheusRules, type RuleFile, type RuleFileName } from '../prometheus/rules.ts';

/** The options of the manifest. */
export interface ManifestOptions extends GenerateOptions {
  /** Labels of the manifest, by which a Prometheus selects its rules. @example { release: 'kube-prometheus-stack' } */
  readonly manifestLabels?: Readonly<Record<string, string>>;
}

/** A manifest in the form of the operator's API. */
export interface PrometheusRuleManifest {
  readonly apiVersion: 'monitoring.coreos.com/v1';
  readonly kind: 'PrometheusRule';
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: RuleFile;
}

/** Matches the value of a Kubernetes label. A label's name has the same form, with an optional domain and slash as prefix. */
const VALUE = /^[a-zA-Z0-9](?:[\w.-]{0,61}[a-zA-Z0-9])?$/;
const PREFIX = /^[a-z0-9.-]+\//;

/**
 * A rule file as a manifest.
 *
 * @throws TypeError for an invalid Kubernetes label.
 */
export function prometheusRuleManifest(
  file: RuleFileName,
  options: ManifestOptions = {},
): PrometheusRuleManifest {
  const { manifestLabels = {} } = options;
  for (const [name, value] of Object.entries(manifestLabels)) {
    if (!VALUE.test(name.replace(PREFIX, '')) || !VALUE.test(value))
      throw new TypeError(`manifestLabels.${name}: expected a label of Kubernetes, got ${name}=${value}`);
  }
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: {
      name: `sevenstep-${file}`,
      labels: { 'app.kubernetes.io/part-of': 'sevenstep', ...manifestLabels },
    },
    spec: prometheusRules(file, options),
  };
}

/** The manifest as YAML. */
export const prometheusRuleYaml = (file: RuleFileName, options: ManifestOptions = {}): string =>
  new Document(prometheusRuleManifest(file, options)).toString({ lineWidth: 0, blockQuote: 'literal' });
