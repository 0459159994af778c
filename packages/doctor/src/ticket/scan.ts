// Searches a finished ticket for secrets that redaction missed.
import { secretIn } from '@sevenstep/wire';
import type { Io } from '../io.ts';
import { formsOf, secretsOf } from '../outgoing.ts';

/** Texts that a ticket must not contain, each with its name. */
type Planted = readonly (readonly [what: string, text: string])[];

/** The canaries, and the values of the environment's secrets. */
export function planted(canaries: readonly string[], env: Io['env']): Planted {
  return [
    ...canaries.map((text) => ['a canary', text] as const),
    ...secretsOf(env).map(([name, value]) => [`the value of ${name}`, value] as const),
  ];
}

/** The name of the first secret and its line; `undefined` if the text is clean. The result never has the secret itself. */
export function findSecret(text: string, texts: Planted): string | undefined {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [what = secretIn(line)] =
      texts.find(([, secret]) => formsOf(secret).some((form) => line.includes(form))) ?? [];
    if (what !== undefined) return `${what} in line ${index + 1}`;
  }
  return undefined;
}
