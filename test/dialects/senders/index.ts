// All senders: a file, and two lines here, for each.
import type { Sender } from '../sender.ts';
import { ag2 } from './ag2.ts';
import { agno } from './agno.ts';
import { aiSdk5, aiSdk6, aiSdk7 } from './ai-sdk.ts';
import { agentSdk, claudeCode, claudeCodeLog } from './claude-code.ts';
import { ddTrace } from './dd-trace.ts';
import { genkit } from './genkit.ts';
import { langchainOpeninferenceJs, langchainTraceloopJs } from './langchain-js.ts';
import {
  langchainOpeninferencePython,
  langchainTraceloopPython,
  langsmithPython,
} from './langchain-python.ts';
import { langfuseJs } from './langfuse-js.ts';
import { langsmithJs } from './langsmith-js.ts';
import { litellm, litellmProxy } from './litellm.ts';
import { mastra } from './mastra.ts';
import { openinferenceJs } from './openinference-js.ts';
import { pydanticAi } from './pydantic-ai.ts';
import {
  langfusePython,
  logfire,
  mlflow,
  openinferencePython,
  openlit,
  otelPython,
  otelPythonAsync,
  otelPythonHttp,
  sdkPython,
  traceloopPython,
  traceloopPythonBefore,
} from './python.ts';
import { pythonLog, pythonLogTraced } from './python-logging.ts';
import { sdkGo } from './sdk-go.ts';
import { sdkTypescript } from './sdk-typescript.ts';
import { semanticKernel } from './semantic-kernel.ts';
import { sentry } from './sentry.ts';
import { springAi } from './spring-ai.ts';
import { strands } from './strands.ts';
import { traceloopJs } from './traceloop-js.ts';
import { twoAtOnce } from './two-at-once.ts';

export const SENDERS: readonly Sender[] = [
  // One a line, so that two people can add theirs.
  claudeCode,
  claudeCodeLog,
  agentSdk,
  pythonLog,
  pythonLogTraced,
  openinferenceJs,
  sdkTypescript,
  traceloopJs,
  aiSdk5,
  aiSdk6,
  aiSdk7,
  ddTrace,
  langfuseJs,
  sentry,
  openinferencePython,
  otelPython,
  otelPythonAsync,
  otelPythonHttp,
  traceloopPython,
  traceloopPythonBefore,
  sdkPython,
  sdkGo,
  logfire,
  langfusePython,
  openlit,
  mlflow,
  ...twoAtOnce,
  langsmithPython,
  langchainOpeninferencePython,
  langchainTraceloopPython,
  langchainOpeninferenceJs,
  langchainTraceloopJs,
  langsmithJs,
  litellm,
  litellmProxy,
  springAi,
  semanticKernel,
  ag2,
  agno,
  strands,
  genkit,
  mastra,
  pydanticAi,
];
