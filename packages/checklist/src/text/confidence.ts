// Decides how certain a text's diagnosis is, and which facts would make it more certain.
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Read } from './attributes-of-text.ts';
import type { Relevance } from './relevance.ts';
import { tells } from './sentence.ts';
import type { MissingFact } from './text-diagnosis.ts';

/** Whether the text has a status or an envelope, and its own signs show an error of Claude. */
export function isCertain(diagnosis: Diagnosis, read: Read, relevance: Relevance): boolean {
  if (relevance === 'assumed') return false;
  if (diagnosis.specificity === 0) return false;
  const hasStatus = read.status?.isCertain === true;
  if (!hasStatus && !read.isEnvelope) return false;
  const body = read.attributes['anthropic.error.body'];
  // Any server sends a status.
  if (
    !(read.type ?? read.class ?? read.requestId ?? body) &&
    read.attributes['gen_ai.provider.name'] === 'anthropic' &&
    !/anthropic\.com$/.test(read.attributes['server.address'] ?? '') &&
    !tells(read.sentence)
  )
    return false;
  // The absence of `request-id` means nothing if the text has no headers.
  return diagnosis.check !== 'endpoint' || body !== undefined;
}

const CURL =
  'curl -sS -i https://api.anthropic.com/v1/messages -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01" -H "content-type: application/json" -d @request.json';

/** For another platform or a gateway, whose address and credentials differ. */
const PRINT = 'print the whole error, with its status, headers and body: console.error(error)';

/** Whether the text names a cloud or another host, or shows such a server's answer. */
const isElsewhere = ({ attributes }: Pick<Read, 'attributes'>): boolean =>
  attributes['gen_ai.provider.name'] !== 'anthropic' ||
  attributes['anthropic.error.body'] !== undefined ||
  !/^$|(?:^|\.)anthropic\.com$/.test(attributes['server.address'] ?? '');

/** The facts of a text. */
type Known = Pick<Read, 'attributes' | 'status' | 'causeCode' | 'isEnvelope' | 'requestId'>;

/** The facts that the text lacks, the most useful first. */
export function missingOf(diagnosis: Diagnosis, read: Known): readonly MissingFact[] {
  const missing: MissingFact[] = [];
  const { step } = diagnosis;
  if (step === 1) {
    if (read.causeCode === undefined)
      missing.push({
        what: 'the code of the failed connection, such as ECONNREFUSED or ENOTFOUND',
        how: 'node --input-type=module -e "await fetch(process.env.ANTHROPIC_BASE_URL ?? \'https://api.anthropic.com\').catch(console.error)"',
      });
    else
      missing.push({
        what: 'whether the host answers from this machine',
        how: 'curl -v https://api.anthropic.com',
      });
    return missing;
  }
  const how = isElsewhere(read) ? PRINT : CURL;
  if (read.status === undefined) missing.push({ what: 'the HTTP status', how });
  if (!read.isEnvelope) missing.push({ what: "the response's body with the error's type and message", how });
  if (read.requestId === undefined)
    missing.push({ what: 'the `request-id` header, which shows that the API answered', how });
  if (missing.length === 0) missing.push({ what: 'the whole response, with its headers', how });
  return missing;
}
