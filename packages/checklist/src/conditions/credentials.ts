// Recognises a call that failed while a library looked for credentials, before any request to the API.
import type { Facts } from '../facts/facts.ts';
import type { FailureStage } from '../facts/failure-stage.ts';
import * as phrases from '../phrases/index.ts';
import type { PLATFORM_NAMES } from '../spans/platform.ts';
import { memoizeLast } from './memoize-last.ts';

/** The reason why the library got no credentials. */
export type CredentialsFault = 'signed_out' | 'project' | 'file' | 'metadata' | 'none';

export type Vendor = 'aws' | 'google' | 'azure' | 'anthropic';

// The most specific reason comes first. Azure's chain also names its metadata server.
const FAULTS: readonly (readonly [fault: CredentialsFault, phrase: RegExp, vendor?: Vendor])[] = [
  ['signed_out', phrases.signInExpired],
  ['project', phrases.projectUnknown],
  ['file', phrases.credentialsFile],
  ['none', phrases.azureCredentials, 'azure'],
  ['metadata', phrases.metadataServer],
  ['none', phrases.awsCredentials, 'aws'],
  ['none', phrases.googleCredentials, 'google'],
  ['none', phrases.sdkCredentials, 'anthropic'],
];

// These failures come after a response.
const ANSWERED: ReadonlySet<FailureStage | undefined> = new Set([
  undefined,
  'answer',
  'malformed',
  'body',
  'stream',
]);

/** The reason why the call got no credentials; undefined for other failures. */
export const credentialsFault: (facts: Facts) => CredentialsFault | undefined = memoizeLast((facts) => {
  if (ANSWERED.has(facts.failure) || facts.status !== undefined) return undefined;
  return FAULTS.find(([, phrase]) => phrases.findPhrase(phrase, facts.sentence) !== undefined)?.[0];
});

const VENDOR_OF_PLATFORM = {
  anthropic: 'anthropic',
  bedrock: 'aws',
  vertex: 'google',
  foundry: 'azure',
} as const satisfies Readonly<Record<keyof typeof PLATFORM_NAMES, Vendor>>;

/** The owner of the credentials: the library that wrote the sentence, else the platform. */
export function credentialsVendor({ sentence, servedBy }: Facts): Vendor | undefined {
  const written = FAULTS.find(
    ([, phrase, vendor]) => vendor !== undefined && phrases.findPhrase(phrase, sentence),
  );
  return written?.[2] ?? (servedBy && VENDOR_OF_PLATFORM[servedBy]);
}
