// The test of a fix, as its page shows it: the situation that was made, and the figures that were counted.
import type { Proven } from '../../packages/checklist/test/fix-text.ts';
import type { Proof } from './proof.ts';
import { proofs } from './proofs/index.ts';
import { recordedOf } from './recorded.ts';

const rows: Readonly<Record<string, Proof>> = Object.assign({}, ...Object.values(proofs));

/** Verbs that a proof's text begins with: the server does it. */
const OF_THE_SERVER = /^(?:Answers|Asks|Breaks|Cuts|Ends|Has|Needs|Pauses|Refuses|Rejects|Sends|Streams) /;

/** The situation in the test as a clause: `the server answers 401 to the old key`. */
export function situationOf(id: string): string {
  const reacts = rows[id]?.reacts;
  if (reacts === undefined) throw new Error(`${id} has no proof in test/fixes/proofs`);
  const text = `${reacts[0]?.toLowerCase()}${reacts.slice(1)}`;
  if (/^\d{3} /.test(reacts)) return `the server answers ${text}`;
  return OF_THE_SERVER.test(reacts) ? `the server ${text}` : text;
}

export function provenOf(id: string): Proven | undefined {
  const counted = recordedOf(id);
  return counted === undefined ? undefined : { ...counted, situation: situationOf(id) };
}
