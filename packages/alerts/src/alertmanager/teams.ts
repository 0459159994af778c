// Assigns alerts to teams by their action.
import type { Action } from '@sevenstep/semantic-conventions';

/** The receivers. */
export type Team = 'operations' | 'network' | 'account' | 'application';

/** Each team's actions. The first team gets alerts without an action. */
export const TEAMS: Readonly<Record<Team, readonly Action[]>> = {
  operations: ['wait_and_retry', 'none'],
  network: ['fix_network', 'fix_endpoint'],
  account: ['fix_credentials', 'add_funds', 'raise_limit', 'contact_support'],
  // The application chooses model, prompt and retries, which make a call slow.
  application: [
    'fix_request',
    'slow_down',
    'raise_timeout',
    'consume_stream',
    'review_output',
    'investigate',
  ],
};

export const TEAM_NAMES: readonly Team[] = Object.keys(TEAMS) as Team[];
