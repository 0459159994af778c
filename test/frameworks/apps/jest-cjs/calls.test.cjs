// Tests that make the calls.
const Anthropic = require('@anthropic-ai/sdk');

const client = new Anthropic();
for (const number of [0, 1, 2, 3, 4])
  test(`call ${number}`, async () => {
    const { makeCall } = await import('./calls.mjs');
    const { handle } = await import('./handle.mjs');
    process.stdout.write(`${await handle(() => makeCall(client, number))}\n`);
  });
