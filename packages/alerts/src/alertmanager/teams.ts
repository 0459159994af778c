// Who is told, by what there is to do: the closed set of actions to the receivers of an alert.
import type { Action } from '@sevenstep/semantic-conventions';

/** The receivers. */
export type Team = 'operations' | 'network' | 'account' | 'application';

/** Receiver to the actions that are its own. The first one gets what none of them has. */
export const TEAMS: Readonly<Record<Team, readonly Action[]>> = {
  operations: ['wait_and_retry', 'none'],
  network: ['fix_network', 'fix_endpoint', 'raise_timeout'],
  account: ['fix_credentials', 'add_funds', 'raise_limit', 'contact_support'],
  application: ['fix_request', 'slow_down', 'consume_stream', 'review_output', 'investigate'],
};

export const TEAM_NAMES: readonly Team[] = Object.keys(TEAMS) as Team[];
