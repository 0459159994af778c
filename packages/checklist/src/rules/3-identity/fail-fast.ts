// Calls go on after the key was refused.
import { clip, count, duration } from '../../format.ts';
import type { Pattern } from '../../pattern.ts';

export const failFast: Pattern = {
  id: 'identity.fail_fast',
  severity: 'warning',
  action: 'fix_credentials',
  retryable: false,
  summary: (tally) =>
    `${count(tally.count)} calls in a row were refused${tally.what === '' ? '' : ` with ${clip(tally.what, 60)}`}`,
  cause: 'A refused key stays refused. Going on hides the one cause behind many failures.',
  fix: 'Stop the process, or its use of the API, at the first 401 or 403; check the key with one call when it starts.',
  evidence: (tally) => [
    `${count(tally.count)} times ${clip(tally.what, 60)}`,
    `in ${duration(tally.seconds)}`,
    'no success between',
  ],
  confirm: 'Group the spans of this process by `anthropic.diagnosis.id`: one id, no success.',
  sample: 'failFast',
  sources: ['G4'],
};
