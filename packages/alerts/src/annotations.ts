// What an alert says: its labels, its summary, and where to read on. Each backend has its own way to name a label.
import { pageOf } from '@sevenstep/checklist';
import type { Alert, Condition } from './catalogue/alert.ts';
import type { Label } from './catalogue/signals.ts';

/** How a backend writes the value of a label of the alert, and of its expression. */
export interface Template {
  readonly label: (label: Label) => string;
  readonly value: (kind: ValueKind) => string;
}

/** What the value of an expression is. */
export type ValueKind = 'count' | 'amount' | 'share' | 'seconds';

export function valueKind(condition: Condition): ValueKind {
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

/** The summary of an alert, or another text with `{label}` and `{value}` in it. */
export const fill = (text: string, { label, value }: Template, kind: ValueKind): string =>
  text.replace(/\{([^{}]+)\}/g, (_, name: string) => (name === 'value' ? value(kind) : label(name as Label)));

const DIAGNOSIS = 'anthropic.diagnosis.id';

/** The id of the diagnosis it is about: the label that survives, or the one of its record. */
export const diagnosisOf = (alert: Alert, label: Template['label']): string | undefined =>
  alert.by.includes(DIAGNOSIS) ? label(DIAGNOSIS) : alert.rule;

/** Where the pages of this repository are, when nobody says where: relative to its root. */
export const DEFAULT_DOCS = '';

/** The page to read on: that of the diagnosis, or the alert's own where it is about none. */
export function runbookOf(alert: Alert, label: Template['label'], docs: string): string {
  if (alert.by.includes(DIAGNOSIS)) return `${docs}packages/checklist/docs/${label(DIAGNOSIS)}.md`;
  const page = alert.rule === undefined ? undefined : pageOf(alert.rule);
  return page === undefined
    ? `${docs}packages/alerts/docs/${alert.name}.md`
    : `${docs}packages/checklist/${page}`;
}
