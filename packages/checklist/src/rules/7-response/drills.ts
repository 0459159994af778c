// The drills of this step, by the id of the rule that each one shows.
import type { RuleDrill } from '../../drills/near-miss.ts';
import { contextWindowDrill } from './context-window.drill.ts';
import { emptyDrill } from './empty.drill.ts';
import { interruptedDrill } from './interrupted.drill.ts';
import { maxTokensDrill } from './max-tokens.drill.ts';
import { pausedDrill } from './paused.drill.ts';
import { refusalDrill } from './refusal.drill.ts';
import { slowConsumerDrill } from './slow-consumer.drill.ts';
import { streamAbandonedDrill } from './stream-abandoned.drill.ts';
import { streamErrorDrill } from './stream-error.drill.ts';
import { streamIncompleteDrill } from './stream-incomplete.drill.ts';
import { streamInterruptedDrill } from './stream-interrupted.drill.ts';
import { streamMalformedDrill } from './stream-malformed.drill.ts';
import { streamStalledDrill } from './stream-stalled.drill.ts';
import { streamTimeoutDrill } from './stream-timeout.drill.ts';

export const responseDrills: Readonly<Record<string, RuleDrill>> = {
  'response.context_window': contextWindowDrill,
  'response.empty': emptyDrill,
  'response.interrupted': interruptedDrill,
  'response.max_tokens': maxTokensDrill,
  'response.paused': pausedDrill,
  'response.refusal': refusalDrill,
  'response.slow_consumer': slowConsumerDrill,
  'response.stream_abandoned': streamAbandonedDrill,
  'response.stream_error': streamErrorDrill,
  'response.stream_incomplete': streamIncompleteDrill,
  'response.stream_interrupted': streamInterruptedDrill,
  'response.stream_malformed': streamMalformedDrill,
  'response.stream_stalled': streamStalledDrill,
  'response.stream_timeout': streamTimeoutDrill,
};
