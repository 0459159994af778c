// Calls go on after the key was rejected.
import { clip, count, duration } from '../texts/format.ts';
import type { Pattern } from './pattern.ts';

export const failFast: Pattern = {
  id: 'identity.fail_fast',
  severity: 'warning',
  action: 'fix_credentials',
  retryable: false,
  summary: (figures) =>
    `${count(figures.count)} calls in a row were rejected${figures.what === '' ? '' : ` with ${clip(figures.what, 60)}`}`,
  cause: 'A rejected key stays rejected. More calls hide the one cause behind many failures.',
  fix: 'Stop the process, or its use of the API, at the first 401 or 403; check the key with one call when it starts.',
  evidence: (figures) => [
    `${count(figures.count)} times ${clip(figures.what, 60)}`,
    `in ${duration(figures.seconds)}`,
    'no success between',
  ],
  confirm: 'Group the spans of the service by `anthropic.diagnosis.id`: one id, no success.',
  fixedBy: { by: 'code', sample: 'failFast', then: 'identity.key_invalid' },
  sources: ['G4'],
};
