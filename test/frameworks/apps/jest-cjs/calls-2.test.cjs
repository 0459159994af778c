// Tests that make calls, in a world of their own, in the process of the other file's.
const Anthropic = require('@anthropic-ai/sdk');

const client = new Anthropic();
for (const number of [2, 3, 4])
  test(`call ${number}`, async () => {
    const { makeCall } = await import('./calls.mjs');
    const { handle } = await import('./handle.mjs');
    process.stdout.write(`${await handle(() => makeCall(client, number))}\n`);
  });
