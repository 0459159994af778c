// Makes all calls, in TypeScript.
import Anthropic from '@anthropic-ai/sdk';

async function main(): Promise<void> {
  const { calls, makeCall } = await import('./calls.mjs');
  const client = new Anthropic();
  for (const number of calls.keys()) console.log(await makeCall(client, number));
}

void main();
