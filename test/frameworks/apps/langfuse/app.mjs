// Makes each call within an observation of Langfuse.
import Anthropic from '@anthropic-ai/sdk';
import { startActiveObservation } from '@langfuse/tracing';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic();
for (const number of calls.keys()) {
  await startActiveObservation('answer a question', async (observation) => {
    const output = await makeCall(client, number);
    observation.update({ output });
    console.log(output);
  });
}
