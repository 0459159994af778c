// The sentences that name a situation, of all who write them.
import { anyOf } from './any-of.ts';
import { cloudPhrases, commonCloudPhrases } from './cloud.ts';
import { commonCredentialsPhrases } from './credentials.ts';
import { commonGatewayPhrases } from './gateway.ts';
import { commonIdentityPhrases, identityPhrases } from './identity.ts';
import { commonLimitsPhrases, limitsPhrases } from './limits.ts';
import { commonRequestPhrases, requestPhrases } from './request.ts';
import { commonServicePhrases } from './service.ts';

export * from './cloud.ts';
export * from './credentials.ts';
export * from './gateway.ts';
export * from './identity.ts';
export * from './limits.ts';
export * from './request.ts';
export * from './service.ts';

/** Words that only the API, its platforms or the SDK write. */
const OWN: readonly RegExp[] = [...identityPhrases, ...requestPhrases, ...limitsPhrases, ...cloudPhrases];

/** With those that gateways, libraries or applications write, too. */
export const PHRASES: readonly RegExp[] = [
  ...OWN,
  ...commonIdentityPhrases,
  ...commonRequestPhrases,
  ...commonLimitsPhrases,
  ...commonServicePhrases,
  ...commonCredentialsPhrases,
  ...commonGatewayPhrases,
  ...commonCloudPhrases,
];

/** Whether a text may have a sentence of the API somewhere: the quick test, which lets others pass, too. */
export const mayHaveApiSentence: (text: string) => boolean = anyOf(
  OWN.map(({ source, flags }) => new RegExp(source.replace(/^\^|\$(?=\||$)/g, ''), flags)),
);

/** Whether a sentence is one that only the API, its platforms or the SDK write, whoever delivered it. */
export function isApiSentence(sentence: string): boolean {
  return OWN.some((phrase) => phrase.test(sentence));
}

type Groups = Readonly<Record<string, string | undefined>>;

/** The last sentence of each phrase, and its result: rules ask for the same again, and an outage repeats one sentence. */
const LAST = new Map<RegExp, { readonly sentence: string; readonly groups: Groups | undefined }>();

/**
 * The named groups of a phrase found in a sentence; nothing when it is not there. A sentence counts however it reached us, so
 * rules look for phrases in the unwrapped message.
 */
export function findPhrase(phrase: RegExp, sentence: string): Groups | undefined {
  const last = LAST.get(phrase);
  if (last?.sentence === sentence) return last.groups;
  const found = phrase.exec(sentence);
  const groups = found === null ? undefined : { ...found.groups };
  LAST.set(phrase, { sentence, groups });
  return groups;
}
