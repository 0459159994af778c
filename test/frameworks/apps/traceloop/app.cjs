// Makes each call within a workflow of Traceloop.
const Anthropic = require('@anthropic-ai/sdk');
const traceloop = require('@traceloop/node-server-sdk');

async function main() {
  const { calls, makeCall } = await import('./calls.mjs');
  const client = new Anthropic();
  for (const number of calls.keys()) {
    const answer = () => makeCall(client, number);
    console.log(await traceloop.withWorkflow({ name: 'answer' }, answer));
  }
}

main();
