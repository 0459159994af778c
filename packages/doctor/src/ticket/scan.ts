// The last look at a finished ticket: what must not be in it, whatever way it got there.
import { secretIn } from '@sevenstep/semantic-conventions/builders';
import type { Io } from '../io.ts';

/** Variables whose values are secrets, by their names. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL/i;

/** Shorter values are words that can stand anywhere. */
const SHORTEST_SECRET = 8;

/** What must not be in a ticket as it is, with what to call it. */
type Planted = readonly (readonly [what: string, text: string])[];

/** The canaries, and the values of the environment's secrets. */
export function planted(canaries: readonly string[], env: Io['env']): Planted {
  const secrets = Object.entries(env).filter(
    ([name, value]) => SECRET_NAME.test(name) && (value?.trim().length ?? 0) >= SHORTEST_SECRET,
  );
  return [
    ...canaries.map((text) => ['a canary', text] as const),
    ...secrets.map(([name, value]) => [`the value of ${name}`, value?.trim() ?? ''] as const),
  ];
}

/** What was found and in which line; `undefined` when the text is clean. What it says is never the secret itself. */
export function findSecret(text: string, texts: Planted): string | undefined {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [what = secretIn(line)] =
      texts.find(([, secret]) => forms(secret).some((form) => line.includes(form))) ?? [];
    if (what !== undefined) return `${what} in line ${index + 1}`;
  }
  return undefined;
}

/** A text as it is, and as JSON, an address, base64 or a table's cell would have it. */
const forms = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  secret.replaceAll('`', "'").replaceAll('|', '\\|'),
];
