// All cases, in the order in which a cell runs them.
import type { Case } from '../case.ts';
import { ABORT_CASES } from './aborts.ts';
import { BETA_CASES } from './beta.ts';
import { CLIENT_CASES } from './clients.ts';
import { CREATE_CASES } from './create.ts';
import { FAILURE_CASES } from './failures.ts';
import { HELPER_CASES } from './helper.ts';
import { PLATFORM_CASES } from './platforms.ts';
import { RESOURCE_CASES } from './resources.ts';
import { STREAM_CASES } from './streams.ts';

export const CASES: readonly Case[] = [
  ...CREATE_CASES,
  ...FAILURE_CASES,
  ...STREAM_CASES,
  ...HELPER_CASES,
  ...ABORT_CASES,
  ...RESOURCE_CASES,
  ...BETA_CASES,
  ...CLIENT_CASES,
  ...PLATFORM_CASES,
];
