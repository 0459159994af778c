// Writes the first line of a finding in a terminal.
import type { Finding } from '@sevenstep/checklist';
import { SEVERITY_STYLES, type Terminal } from '../terminal.ts';
import { stepText } from './step-text.ts';

/** Writes number, id, severity and step of a finding, then the text. */
export function writeHeading(
  head: string,
  { severity, step, check }: Pick<Finding, 'severity' | 'step' | 'check'>,
  text: string,
  out: Terminal,
): void {
  const coloured = `${out.style('bold', head)}  ${out.style(SEVERITY_STYLES[severity], severity)}, `;
  out.beside(coloured, head.length + severity.length + 4, `${stepText({ step, check })}${text}`);
}
