// The sentences that name a situation, of all who write them.
import { anyOf } from './any-of.ts';
import { type CloudPhrase, cloudPhrases } from './cloud.ts';
import { type CommonCredentialsPhrase, commonCredentialsPhrases } from './credentials.ts';
import { type CommonGatewayPhrase, commonGatewayPhrases } from './gateway.ts';
import {
  type CommonIdentityPhrase,
  commonIdentityPhrases,
  type IdentityPhrase,
  identityPhrases,
} from './identity.ts';
import { type CommonLimitsPhrase, commonLimitsPhrases, type LimitsPhrase, limitsPhrases } from './limits.ts';
import {
  type CommonRequestPhrase,
  commonRequestPhrases,
  type RequestPhrase,
  requestPhrases,
} from './request.ts';
import { type CommonServicePhrase, commonServicePhrases } from './service.ts';

/** Sentences that only the API, its platforms or the SDK write. */
type OwnPhrase = CloudPhrase | IdentityPhrase | LimitsPhrase | RequestPhrase;

/** Sentences that gateways, libraries or applications write, too. */
type CommonPhrase =
  | CommonCredentialsPhrase
  | CommonGatewayPhrase
  | CommonIdentityPhrase
  | CommonLimitsPhrase
  | CommonRequestPhrase
  | CommonServicePhrase;

/** The names of the sentences. */
export type PhraseName = OwnPhrase | CommonPhrase;

/** Words that only the API, its platforms or the SDK write. */
const OWN: Readonly<Record<OwnPhrase, RegExp>> = {
  ...identityPhrases,
  ...requestPhrases,
  ...limitsPhrases,
  ...cloudPhrases,
};

/**
 * A sentence counts however it reached us, so rules look for these in the unwrapped message. Numbers and names in
 * them are captured by name.
 */
export const PHRASES: Readonly<Record<PhraseName, RegExp>> = {
  ...OWN,
  ...commonIdentityPhrases,
  ...commonRequestPhrases,
  ...commonLimitsPhrases,
  ...commonServicePhrases,
  ...commonCredentialsPhrases,
  ...commonGatewayPhrases,
};

const TELLING: readonly RegExp[] = Object.values(OWN);

/** Whether a text may have a sentence of the API somewhere: the quick test, which lets others pass, too. */
export const mayHaveApiSentence: (text: string) => boolean = anyOf(
  TELLING.map(({ source, flags }) => new RegExp(source.replace(/^\^|\$(?=\||$)/g, ''), flags)),
);

/** Whether a sentence is one that only the API, its platforms or the SDK write, whoever delivered it. */
export function isApiSentence(sentence: string): boolean {
  return TELLING.some((phrase) => phrase.test(sentence));
}

type Groups = Readonly<Record<string, string | undefined>>;

interface Lookup {
  readonly pattern: RegExp;
  /** The last sentence and its result: rules ask for the same again, and an outage repeats one sentence. */
  sentence: string | undefined;
  groups: Groups | undefined;
}

const LOOKUPS = Object.fromEntries(
  Object.entries(PHRASES).map(([name, pattern]) => [
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
