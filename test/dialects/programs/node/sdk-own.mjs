// The TypeScript SDK from 0.134 on makes spans itself.
import Anthropic from '@anthropic-ai/sdk';
import { tracing } from './otlp.mjs';
import { callSdk } from './sdk-call.mjs';
import { serve } from './serve.mjs';

const provider = tracing();
await serve(
  (call) => callSdk(Anthropic, call),
  () => provider.forceFlush(),
);
