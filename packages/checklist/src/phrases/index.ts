// The sentences that name a situation, of all who write them.
import { anyOf } from './any-of.ts';
import { type CloudPhrase, cloudPhrases } from './cloud.ts';
import { type CredentialsPhrase, credentialsPhrases } from './credentials.ts';
import { type GatewayPhrase, gatewayPhrases } from './gateway.ts';
import { type IdentityPhrase, identityPhrases } from './identity.ts';
import { type LimitsPhrase, limitsPhrases } from './limits.ts';
import type { Phrase } from './phrase.ts';
import { type RequestPhrase, requestPhrases } from './request.ts';
import { type ServicePhrase, servicePhrases } from './service.ts';

/** The names of the sentences. */
export type PhraseName =
  | CloudPhrase
  | CredentialsPhrase
  | GatewayPhrase
  | IdentityPhrase
  | LimitsPhrase
  | RequestPhrase
  | ServicePhrase;

/**
 * A sentence counts however it reached us, so rules look for these in the unwrapped message. Numbers and names in
 * them are captured by name.
 */
export const PHRASES: Readonly<Record<PhraseName, Phrase>> = {
  ...identityPhrases,
  ...requestPhrases,
  ...limitsPhrases,
  ...servicePhrases,
  ...cloudPhrases,
  ...credentialsPhrases,
  ...gatewayPhrases,
};

const TELLING: readonly RegExp[] = Object.values(PHRASES)
  .filter(({ notProviderSpecific }) => notProviderSpecific !== true)
  .map(({ pattern }) => pattern);

/** Whether a text may have a sentence of the API somewhere: the quick test, which lets others pass, too. */
export const mayHaveApiSentence: (text: string) => boolean = anyOf(
  TELLING.map(({ source, flags }) => new RegExp(source.replace(/^\^/, ''), flags)),
);

/** Whether a sentence is one that only the API, its platforms or the SDK write, whoever delivered it. */
export function isApiSentence(sentence: string): boolean {
  return TELLING.some((phrase) => phrase.test(sentence));
}

type Groups = Readonly<Record<string, string | undefined>>;

interface Lookup {
  readonly pattern: RegExp;
  /** What was looked at last, and what was found: rules ask for the same again, and an outage repeats one sentence. */
  sentence: string | undefined;
  groups: Groups | undefined;
}

const LOOKUPS = Object.fromEntries(
  Object.entries(PHRASES).map(([name, { pattern }]) => [
    name,
    { pattern, sentence: undefined, groups: undefined },
  ]),
) as Record<PhraseName, Lookup>;

/** The named groups of a phrase found in a sentence; nothing when it is not there. */
export function findPhrase(phrase: PhraseName, sentence: string): Groups | undefined {
  const lookup = LOOKUPS[phrase];
  if (lookup.sentence !== sentence) {
    const found = lookup.pattern.exec(sentence);
    lookup.sentence = sentence;
    lookup.groups = found === null ? undefined : { ...found.groups };
  }
  return lookup.groups;
}
