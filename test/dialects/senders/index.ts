// All senders: a file, and two lines here, for each.
import type { Sender } from '../sender.ts';
import { openinferenceJs } from './openinference-js.ts';

export const SENDERS: readonly Sender[] = [
  // One a line, so that two people can add theirs.
  openinferenceJs,
];
