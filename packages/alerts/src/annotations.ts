// Builds an alert's texts: labels, summary and runbook link. Each backend writes labels differently.
import { pageOf } from '@sevenstep/checklist';
import type { Alert, Condition } from './catalogue/alert.ts';
import type { Label } from './catalogue/signals.ts';
import { withAlertThresholds } from './catalogue/thresholds.ts';
import { type GenerateOptions, timeScaleOf } from './options.ts';
import { promDuration } from './prom-duration.ts';

/** How a backend writes the value of a label of the alert, and of its expression. */
export interface Template {
  /** The service and its location. */
  readonly service: string;
  readonly label: (label: Label) => string;
  /** The id for use in a command or an address, with only the characters of an id. */
  readonly id: (label: Label) => string;
  readonly value: (kind: ValueKind) => string;
}

/** The kind of an expression's value. */
export type ValueKind = 'count' | 'amount' | 'share' | 'seconds';

function valueKind(condition: Condition): ValueKind {
  switch (condition.kind) {
    case 'ratio':
    case 'burn':
    case 'headroom':
      return 'share';
    case 'quantile':
      return 'seconds';
    case 'count':
      return condition.part.measure === 'sum' ? 'amount' : 'count';
    default:
      return 'count';
  }
}

const limitOf = (condition: Condition): string =>
  condition.kind === 'burn' && 'above' in condition.bad ? `${Math.round(condition.bad.above)} s` : '';

/** The summary of an alert: its text with every `{label}`, `{value}`, `{window}` and `{limit}` filled in. */
function summaryOf(alert: Alert, { service, label, value }: Template, options: GenerateOptions): string {
  const condition = alert.condition(withAlertThresholds(options.thresholds));
  return alert.summary.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    if (name === 'value') return value(valueKind(condition));
    if (name === 'service.name') return service;
    if (name === 'limit') return limitOf(condition);
    if (name !== 'window') return label(name as Label);
    return 'window' in condition ? promDuration(condition.window * timeScaleOf(options)) : '';
  });
}

const DIAGNOSIS = 'anthropic.diagnosis.id';

/** Whether each series of the alert has a diagnosis in its labels. */
function isByDiagnosis({ by, condition }: Alert): boolean {
  if (!by.includes(DIAGNOSIS)) return false;
  const watched = condition(withAlertThresholds());
  const part = 'part' in watched ? watched.part : undefined;
  // A failed check also has a diagnosis.
  const always = part?.of === 'anthropic.client.diagnoses' || part?.of === 'anthropic.check.status';
  return always || part?.where?.[DIAGNOSIS] !== undefined;
}

/** The id of the alert's diagnosis: its label if that is kept, else the id in its record. */
const diagnosisOf = (alert: Alert, id: Template['id']): string | undefined =>
  isByDiagnosis(alert) ? id(DIAGNOSIS) : alert.rule;

/** The runbook page: the diagnosis's page, or the alert's own page if it may have no diagnosis. */
export function runbookOf(alert: Alert, id: Template['id'], docs: string): string {
  if (isByDiagnosis(alert)) return `${docs}packages/checklist/docs/${id(DIAGNOSIS)}.md`;
  const page = alert.rule === undefined ? undefined : pageOf(alert.rule);
  return page === undefined
    ? `${docs}packages/alerts/docs/${alert.name}.md`
    : `${docs}packages/checklist/${page}`;
}

/** An alert's annotations, with `template` for values that only its series have. */
export function annotations(
  alert: Alert,
  template: Template,
  options: GenerateOptions,
): Record<string, string> {
  const id = diagnosisOf(alert, template.id);
  return {
    summary: summaryOf(alert, template, options),
    description: alert.doFirst,
    runbook_url: runbookOf(alert, template.id, options.docs ?? ''),
    ...(id === undefined ? {} : { explain: `npx @sevenstep/doctor explain ${id}` }),
  };
}
