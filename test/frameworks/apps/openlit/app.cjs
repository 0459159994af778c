// An application that knows nothing of telemetry, as CommonJS.
const Anthropic = require('@anthropic-ai/sdk');

async function main() {
  const { calls, makeCall } = await import('./calls.mjs');
  const client = new Anthropic();
  for (const number of calls.keys()) console.log(await makeCall(client, number));
}

main();
