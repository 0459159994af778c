// HTML templates. Inserted values are escaped unless they are already markup.
import { oneLine } from '@sevenstep/wire';

/** Text that is already HTML. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Markup | string | number | undefined | false | readonly Markup[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** @example html`<p title="${text}">${text}</p>` */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.reduce((before, part, index) => before + markupOf(values[index - 1]) + part));
}

/** Text with its parts in backticks marked as code. */
export const withCode = (text: string): Markup =>
  html`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}`;

function markupOf(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return oneLine(String(value)).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
