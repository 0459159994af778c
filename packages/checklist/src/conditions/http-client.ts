// Recognises errors of the HTTP client below the SDK: its own time limits, and bodies that it cannot decode.
import { isUndecoded } from '../facts/error-sentence.ts';
import type { Facts } from '../facts/facts.ts';

/** The response began, but its body or stream is incomplete. */
const brokeOff = ({ failure, stream }: Facts): boolean =>
  failure === 'body' || (failure === 'stream' && stream.outcome === 'interrupted');

/** zlib's codes, Brotli's and Zstandard's, as Node.js 20 to 26 give them: measured with wrong and cut bodies of each. */
const CODES = /^(?:Z_DATA_ERROR|Z_BUF_ERROR|ERR__ERROR_\w{1,60}|ZSTD_error_\w{1,60})$/;

/** The body is not in the encoding that its headers name. */
export const isUndecodable = (facts: Facts): boolean =>
  brokeOff(facts) && (CODES.test(facts.causeCode ?? '') || isUndecoded(facts.sentence));

/** The connection was established. Node.js names the operation during which the system gave up. */
export const isLost = ({ causeCode, sentence }: Facts): boolean =>
  causeCode === 'ETIMEDOUT' && /\b(?:read|write) ETIMEDOUT\b/.test(sentence);

/** No byte came within the HTTP client's own timeout. */
export const isBodyTimeout = (facts: Facts): boolean =>
  brokeOff(facts) && facts.causeCode === 'UND_ERR_BODY_TIMEOUT';
