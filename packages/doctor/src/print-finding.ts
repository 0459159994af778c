// A finding for people, the same in every command.
import type { Finding } from '@sevenstep/checklist';
import { explainLine } from './help.ts';
import type { Terminal } from './terminal.ts';

export function printFinding(out: Terminal, { id, summary, cause, fix, evidence }: Finding): void {
  out.labelled('what', summary);
  out.labelled('why', cause);
  out.labelled('fix', fix);
  out.labelled('evidence', evidence.join('; '));
  out.labelled('page', explainLine(id));
}
