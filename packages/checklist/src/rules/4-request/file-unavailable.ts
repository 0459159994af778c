// A file that is not there.

import { answered, codedAs, saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const fileUnavailable: RuleCore = {
  id: 'request.file_unavailable',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'A file of the request is missing, expired or not readable',
  cause: 'The id belongs to another workspace, or the file is deleted, expired or not downloadable.',
  fix: 'Upload the file again and set `file_id` to the new id; keep each id with its workspace.',
  match: (facts) =>
    codedAs(facts, 'request.file_unavailable') ||
    (answered(facts, 404, 'not_found_error') && saysAny(facts, phrases.fileNotFound))
      ? answerEvidence(facts)
      : undefined,
};
