// All clients: a file, and two lines here, for each.
import type { Client } from '../client.ts';
import { agentSdk } from './agent-sdk.ts';
import { aiSdk5, aiSdk6, aiSdk7 } from './ai-sdk.ts';
import { claudeCode } from './claude-code.ts';
import { awsSdk, sdkBedrock, sdkVertex } from './clouds.ts';
import { curl } from './curl.ts';
import { fetchByHand } from './fetch.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { langchain } from './langchain.ts';
import { litellmProxy } from './litellm-proxy.ts';
import { proxies } from './proxies.ts';
import { boto3, langchainPython, litellm, python, pythonBefore1, requests } from './python.ts';
import { sdkTypescript, sdkTypescriptOld } from './sdk-typescript.ts';

export const CLIENTS: readonly Client[] = [
  sdkTypescript,
  sdkTypescriptOld,
  // One a line, so that two people can add theirs.
  aiSdk5,
  aiSdk6,
  aiSdk7,
  langchain,
  claudeCode,
  agentSdk,
  awsSdk,
  sdkBedrock,
  sdkVertex,
  fetchByHand,
  curl,
  python,
  pythonBefore1,
  langchainPython,
  litellm,
  requests,
  boto3,
  go,
  java,
  litellmProxy,
  ...proxies,
];
