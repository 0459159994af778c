// The same request fails the same way, every time.
import { clip, count, duration } from '../texts/format.ts';
import type { Pattern } from './pattern.ts';

export const reproducible: Pattern = {
  id: 'request.reproducible',
  severity: 'warning',
  action: 'fix_request',
  retryable: false,
  summary: (figures) => `The same request failed ${count(figures.count)} times in the same way`,
  cause: (figures) =>
    `Each time the diagnosis was ${figures.what}. The request never succeeded; sending it again is not likely to help.`,
  fix: 'Stop retrying this request, and correct what the diagnosis of the call names.',
  evidence: (figures) => [
    `${count(figures.count)} times ${clip(figures.what, 80)}`,
    `in ${duration(figures.seconds)}`,
  ],
  confirm: 'Group spans by `anthropic.request.fingerprint` and `anthropic.diagnosis.id`.',
  fixedBy: { by: 'code', sample: 'refusedOnce', then: 'request.context_window' },
  sources: ['G0'],
};
