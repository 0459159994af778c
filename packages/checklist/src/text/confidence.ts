// How sure a diagnosis of a text is, and what would make it surer.
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Read } from './attributes-of-text.ts';
import type { Relevance } from './relevance.ts';
import type { MissingFact } from './text-diagnosis.ts';

/** Status or envelope stand in the text, and it is an error of Claude by its own signs. */
export function isCertain(diagnosis: Diagnosis, read: Read, relevance: Relevance): boolean {
  if (relevance === 'assumed') return false;
  if (diagnosis.specificity === 0) return false;
  const hasStatus = read.status?.isCertain === true;
  if (!hasStatus && !read.isEnvelope) return false;
  // That no `request-id` came shows nothing where the text has no headers.
  return diagnosis.check !== 'endpoint' || read.attributes['anthropic.error.body'] !== undefined;
}

const CURL =
  'curl -sS -i https://api.anthropic.com/v1/messages -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01" -H "content-type: application/json" -d @request.json';

/** What the text lacks, most telling first. */
export function missingOf(diagnosis: Diagnosis, read: Read): readonly MissingFact[] {
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
  if (read.status === undefined) missing.push({ what: 'the HTTP status', how: CURL });
  if (!read.isEnvelope)
    missing.push({ what: "the response's body with the API's error type and message", how: CURL });
  if (read.requestId === undefined)
    missing.push({ what: 'the `request-id` header, which shows that the API answered', how: CURL });
  if (missing.length === 0) missing.push({ what: 'the whole response, with its headers', how: CURL });
  return missing;
}
