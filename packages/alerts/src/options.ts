// The options of every generator.
import { NAME_SETS, type NameSet } from '@sevenstep/semantic-conventions';
import type { AlertSeverity } from './catalogue/alert.ts';
import type { AlertThresholds } from './catalogue/thresholds.ts';

/** Where a service runs, from the largest to the smallest; the service itself comes last. */
export const LEVELS = ['cluster', 'environment', 'namespace', 'service'] as const;

/** One of {@link LEVELS}. */
export type Level = (typeof LEVELS)[number];

/** The label in Prometheus for each level that your series have. */
export type LevelLabels = { readonly [Name in Level]?: string };

/** Options of every generator. */
export interface GenerateOptions {
  /** Laid over the defaults of `THRESHOLDS`. */
  readonly thresholds?: Partial<AlertThresholds>;
  /** The factor of every window and wait: `1 / 60` turns hours into minutes, to rehearse alerts. @default 1 */
  readonly timeScale?: number;
  /** Which names of the GenAI conventions the services emit: the option `genAiNames` of the instrumentation. @default 'latest' */
  readonly genAiNames?: NameSet;
  /** Address of this repository's root, with a slash at its end, for links to runbooks. @default none: paths from its root */
  readonly docs?: string;
  /**
   * Labels that distinguish services. Every rule and alert keeps them, and its summary names them. Your series need all of
   * them. `up` needs the label of the cluster, or the first failure of a new service does not count.
   *
   * @default { service: 'job' }
   * @example { cluster: 'cluster', namespace: 'k8s_namespace_name' }
   */
  readonly labels?: LevelLabels;
  /** Matchers for every series, to watch only some services. @example 'environment="production"' */
  readonly selector?: string;
  /** Labels for every alert. @example { source: 'sevenstep' } */
  readonly extraLabels?: Readonly<Record<string, string>>;
  /** Your names for the values of the label `severity`. @default { page: 'page', ticket: 'ticket' } */
  readonly severities?: { readonly [Name in AlertSeverity]?: string };
}

/** @throws TypeError for an unknown set of names. */
export function namesOf({ genAiNames = 'latest' }: GenerateOptions): NameSet {
  if (!NAME_SETS.includes(genAiNames))
    throw new TypeError(`genAiNames: expected ${NAME_SETS.join(' or ')}, got ${String(genAiNames)}`);
  return genAiNames;
}

/** @throws TypeError for a number that is not a scale. */
export function timeScaleOf({ timeScale = 1 }: GenerateOptions): number {
  if (typeof timeScale !== 'number' || !(timeScale > 0 && timeScale < Number.POSITIVE_INFINITY)) {
    throw new TypeError(`timeScale: expected a number above 0, got ${String(timeScale)}`);
  }
  return timeScale;
}

/** The labels that tell services apart; the service's own is the last. */
export interface Identity {
  readonly all: readonly string[];
  readonly service: string;
  /** All but the service. */
  readonly around: readonly string[];
  /** The label of the cluster, if any: the only level that a target of Prometheus shares with the services behind it. */
  readonly cluster: readonly string[];
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** @throws TypeError for an unknown level, and for what cannot be a label. */
export function identityOf({ labels = {} }: GenerateOptions): Identity {
  for (const [level, label] of Object.entries(labels)) {
    if (!LEVELS.includes(level as Level))
      throw new TypeError(`labels.${level}: expected one of ${LEVELS.join(', ')}`);
    expectLabel(`labels.${level}`, label);
  }
  const { service = 'job' } = labels;
  const around = LEVELS.flatMap((level) => (level === 'service' ? [] : (labels[level] ?? [])));
  const all = [...around, service];
  if (new Set(all).size !== all.length)
    throw new TypeError(`labels: expected different labels, got ${all.join(', ')}`);
  return { all, service, around, cluster: labels.cluster === undefined ? [] : [labels.cluster] };
}

/** Labels that the rules set themselves. */
const TAKEN: readonly string[] = [
  'alertname',
  'severity',
  'anthropic_diagnosis_id',
  'anthropic_diagnosis_action',
];

/** @throws TypeError for an invalid label, or a label that rules set. */
export function extraLabelsOf(options: GenerateOptions): Readonly<Record<string, string>> {
  const { extraLabels = {} } = options;
  const taken = [...TAKEN, ...identityOf(options).all];
  for (const [name, value] of Object.entries(extraLabels)) {
    expectLabel(`extraLabels.${name}`, name);
    if (taken.includes(name)) throw new TypeError(`extraLabels.${name}: the rules set this label themselves`);
    if (typeof value !== 'string' || value === '')
      throw new TypeError(`extraLabels.${name}: expected a text, got ${String(value)}`);
  }
  return extraLabels;
}

/**
 * The value of the label `severity`.
 *
 * @throws TypeError for a name that is empty, or the same for both.
 */
export function severityName(severity: AlertSeverity, { severities = {} }: GenerateOptions): string {
  const { page = 'page', ticket = 'ticket', ...unknown } = severities;
  const [other] = Object.keys(unknown);
  if (other !== undefined) throw new TypeError(`severities.${other}: expected one of page, ticket`);
  for (const [name, value] of Object.entries({ page, ticket })) {
    if (!/^[\w-]+$/.test(value))
      throw new TypeError(
        `severities.${name}: expected letters, digits, - and _, got ${JSON.stringify(value)}`,
      );
  }
  if (page === ticket) throw new TypeError(`severities: expected two different names, got ${page} for both`);
  return severity === 'page' ? page : ticket;
}

const MATCHER = /^\s*[a-zA-Z_][a-zA-Z0-9_]*\s*(?:=~|!~|!=|=)\s*"(?:[^"\\\n]|\\.)*"\s*/;

/**
 * The matchers of the selector, one by one.
 *
 * @throws TypeError for invalid matchers.
 */
export function matchersOfSelector({ selector = '' }: GenerateOptions): readonly string[] {
  const matchers: string[] = [];
  let rest = selector.trim();
  while (rest !== '') {
    const [found] = MATCHER.exec(rest) ?? [];
    const next = found === undefined ? undefined : rest.slice(found.length);
    if (found === undefined || next === undefined || (next !== '' && !/^,\s*\S/.test(next)))
      throw new TypeError(`selector: expected matchers such as environment="production", got ${selector}`);
    matchers.push(found.trim());
    rest = next.replace(/^,\s*/, '');
  }
  return matchers;
}

function expectLabel(where: string, label: unknown): void {
  if (typeof label !== 'string' || !LABEL_NAME.test(label) || label.startsWith('__'))
    throw new TypeError(`${where}: expected the name of a label in Prometheus, got ${JSON.stringify(label)}`);
}
