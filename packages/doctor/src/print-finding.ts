// A finding for people, the same in every command.
import type { Finding } from '@sevenstep/checklist';
import { PROGRAM } from './help.ts';
import { printable } from './spans/span.ts';
import type { Terminal } from './terminal.ts';

export function printFinding(out: Terminal, { id, summary, cause, fix, evidence }: Finding): void {
  out.labelled('what', printable(summary));
  out.labelled('why', printable(cause));
  out.labelled('fix', printable(fix));
  out.labelled('evidence', printable(evidence.join('; ')));
  out.labelled('page', `${PROGRAM} explain ${id}`);
}
