// The alert that a finding's page advises: by action for failed calls, by pattern for findings over many calls.
import type { Action } from '@sevenstep/semantic-conventions';
import type { Finding } from '../src/index.ts';

/** Of failed calls. The alerts of `@sevenstep/alerts` have the same thresholds. */
const FAILED: Readonly<Record<Action, string>> = {
  fix_network:
    'page when at least 3 calls fail this way within 10 minutes and make up more than 5 % of all calls',
  fix_endpoint:
    'page when at least 3 calls fail this way within 10 minutes and make up more than 5 % of all calls',
  fix_credentials:
    'page when such calls, even a single one, make up more than 5 % of calls within 5 minutes; otherwise make a ticket',
  add_funds: 'page when such calls, even a single one, make up more than 5 % of calls within 5 minutes',
  fix_request:
    'make a ticket when at least 3 calls fail this way within 10 minutes and make up more than 5 % of all calls',
  slow_down:
    'make a ticket when at least 3 calls fail this way within 10 minutes and make up more than 5 % of all calls',
  raise_limit: 'page when such calls, even a single one, make up more than 5 % of calls within 5 minutes',
  wait_and_retry:
    'page when more than half of all calls fail within 5 minutes; retries handle smaller shares',
  raise_timeout:
    'make a ticket when at least 3 calls fail this way within 10 minutes and make up more than 5 % of all calls',
  consume_stream: 'make a ticket when it happens to more than 5 % of the streams within 30 minutes',
  review_output: 'make a ticket when it happens to more than 5 % of the calls within an hour',
  contact_support:
    'page when such calls, even a single one, make up more than 5 % of calls within 5 minutes; otherwise make a ticket',
  investigate:
    'make a ticket when at least 3 calls fail this way within 10 minutes and make up more than 5 % of all calls',
  none: 'no alert; watch the share over weeks',
};

/** Of findings over many calls: each stands for a whole window of a process. */
const PATTERNS: ReadonlyMap<string, string> = new Map([
  [
    'limits.burst',
    'make a ticket when there are 3 findings within an hour: a scheduled job will do it again',
  ],
  ['limits.retry_storm', 'make a ticket when there are 3 findings within an hour'],
  ['limits.shared_key', 'no alert; look for it when calls meet a limit'],
  ['service.intermittent', 'no alert; look for it when the share of failed calls rises'],
  ['service.outage', 'no separate alert; page when more than half of all calls fail within 5 minutes'],
  ['identity.fail_fast', 'page at the first finding: no call of that process succeeds'],
  ['request.reproducible', 'make a ticket at the first finding: the same request fails again'],
  ['response.tool_loop_runaway', 'make a ticket at the first finding: each round costs more'],
]);

/** A sentence without its full stop. */
export function alertAdvice({ id, severity, action }: Finding, isOverManyCalls: boolean): string {
  if (isOverManyCalls) {
    const own = PATTERNS.get(id);
    if (own === undefined) throw new Error(`no advice for the pattern ${id}`);
    return `${own}. A process reports it once per window, so count findings, not the share of calls`;
  }
  if (severity === 'error') return FAILED[action];
  // The call succeeded, so no person has to act immediately.
  return 'no alert on a single call, because it succeeded; make a ticket when the share of such calls is larger than last week';
}
