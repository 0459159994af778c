// Step 7: did the whole answer arrive, and can you use it?
import type { RuleCore } from '../rule.ts';
import { bodyTimeout } from './body-timeout.ts';
import { responseContextWindow } from './context-window.ts';
import { empty } from './empty.ts';
import { interrupted } from './interrupted.ts';
import { maxTokens } from './max-tokens.ts';
import { paused } from './paused.ts';
import { refusal } from './refusal.ts';
import { slowConsumer } from './slow-consumer.ts';
import { streamAbandoned } from './stream-abandoned.ts';
import { streamError } from './stream-error.ts';
import { streamIncomplete } from './stream-incomplete.ts';
import { streamInterrupted } from './stream-interrupted.ts';
import { streamMalformed } from './stream-malformed.ts';
import { streamStalled } from './stream-stalled.ts';
import { streamTimeout } from './stream-timeout.ts';
import { toolInputInvalid } from './tool-input-invalid.ts';
import { unrecognizedResponse } from './unrecognized.ts';

export const responseRules: readonly RuleCore[] = [
  streamInterrupted,
  bodyTimeout,
  streamIncomplete,
  streamError,
  streamMalformed,
  streamTimeout,
  streamStalled,
  maxTokens,
  responseContextWindow,
  refusal,
  paused,
  empty,
  interrupted,
  slowConsumer,
  streamAbandoned,
  toolInputInvalid,
  unrecognizedResponse,
];
