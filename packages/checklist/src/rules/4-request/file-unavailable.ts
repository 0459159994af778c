// A file that is not there.

import { codedAs } from '../../conditions/api-codes.ts';
import { answered, says } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const fileUnavailable: Rule = {
  id: 'request.file_unavailable',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'A file of the request is not there, expired or cannot be read',
  cause: 'The id is of another workspace, deleted, past its time, or of a file that may not be downloaded.',
  fix: 'Upload the file again and set `file_id` to the new id; keep ids together with the workspace that they belong to.',
  confirm: 'Ask for it: `client.beta.files.retrieveMetadata(id)`.',
  sample: 'files',
  match: (facts) =>
    codedAs(facts, 'request.file_unavailable') ||
    (answered(facts, 404, 'not_found_error') && says(facts, 'fileNotFound') !== undefined)
      ? answerEvidence(facts)
      : undefined,
  sources: [
    '@anthropic-ai/sdk 1.12.0 src/resources/files.ts FileExpiredError',
    'https://platform.claude.com/docs/en/build-with-claude/files',
  ],
};
