// The same request fails the same way, every time.
import { clip, count, duration } from '../../format.ts';
import type { Pattern } from '../../pattern.ts';

export const reproducible: Pattern = {
  id: 'request.reproducible',
  severity: 'warning',
  action: 'fix_request',
  retryable: false,
  summary: (tally) => `The same request failed ${count(tally.count)} times in the same way`,
  cause: (tally) =>
    `Each time it was ${tally.what}. No success of it was seen; sending it again is not likely to change that.`,
  fix: 'Stop retrying this request, and correct what the verdict of the call names.',
  evidence: (tally) => [
    `${count(tally.count)} times ${clip(tally.what, 80)}`,
    `in ${duration(tally.seconds)}`,
  ],
  confirm: 'Group spans by `anthropic.request.fingerprint` and `anthropic.diagnosis.id`.',
  sample: 'requestId',
  sources: ['G0'],
};
