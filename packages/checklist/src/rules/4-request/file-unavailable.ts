// A file that is not there.

import { codedAs } from '../../conditions/api-codes.ts';
import { answered, says } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const fileUnavailable: RuleCore = {
  id: 'request.file_unavailable',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'A file of the request is not there, expired or cannot be read',
  cause: 'The id is of another workspace, deleted, past its time, or of a file that may not be downloaded.',
  fix: 'Upload the file again and set `file_id` to the new id; keep each id with its workspace.',
  match: (facts) =>
    codedAs(facts, 'request.file_unavailable') ||
    (answered(facts, 404, 'not_found_error') && says(facts, phrases.fileNotFound) !== undefined)
      ? answerEvidence(facts)
      : undefined,
};
