// All clients: a file, and two lines here, for each.
import type { Client } from '../client.ts';
import { curl } from './curl.ts';
import { fetchByHand } from './fetch.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { langchainPython, litellm, python, pythonBefore1, requests } from './python.ts';
import { sdkTypescript, sdkTypescriptOld } from './sdk-typescript.ts';

export const CLIENTS: readonly Client[] = [
  sdkTypescript,
  sdkTypescriptOld,
  // One a line, so that two people can add theirs.
  fetchByHand,
  curl,
  python,
  pythonBefore1,
  langchainPython,
  litellm,
  requests,
  go,
  java,
];
