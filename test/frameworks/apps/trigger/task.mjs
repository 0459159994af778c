// A task, which Trigger.dev bundles with the SDK. It makes each call within a span.
import Anthropic from '@anthropic-ai/sdk';
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours
import { calls, makeCall } from './calls.mjs';
import { handle } from './handle.mjs';

new AnthropicInstrumentation({ diagnose: diagnoseCall() }).instrument(Anthropic); // ours
const client = new Anthropic();
for (const number of calls.keys()) console.log(await handle(() => makeCall(client, number)));
