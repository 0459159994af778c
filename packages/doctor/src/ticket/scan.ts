// The last look at a finished ticket: what must not be in it, whatever way it got there.
import { secretIn } from '@sevenstep/wire';
import type { Io } from '../io.ts';
import { formsOf, secretsOf } from '../outgoing.ts';

/** What must not be in a ticket as it is, with what to call it. */
type Planted = readonly (readonly [what: string, text: string])[];

/** The canaries, and the values of the environment's secrets. */
export function planted(canaries: readonly string[], env: Io['env']): Planted {
  return [
    ...canaries.map((text) => ['a canary', text] as const),
    ...secretsOf(env).map(([name, value]) => [`the value of ${name}`, value] as const),
  ];
}

/** What was found and in which line; `undefined` when the text is clean. What it says is never the secret itself. */
export function findSecret(text: string, texts: Planted): string | undefined {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [what = secretIn(line)] =
      texts.find(([, secret]) => formsOf(secret).some((form) => line.includes(form))) ?? [];
    if (what !== undefined) return `${what} in line ${index + 1}`;
  }
  return undefined;
}
