// All clients: a file, and two lines here, for each.
import type { Client } from '../client.ts';
import { fetchByHand } from './fetch.ts';
import { sdkTypescript, sdkTypescriptOld } from './sdk-typescript.ts';

export const CLIENTS: readonly Client[] = [
  sdkTypescript,
  sdkTypescriptOld,
  // One a line, so that two people can add theirs.
  fetchByHand,
];
