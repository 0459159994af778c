// Tests that make calls, in a world of their own, in the process of the other file's.
import Anthropic from '@anthropic-ai/sdk';
import { makeCall } from './calls.mjs';
import { handle } from './handle.mjs';

const client = new Anthropic();
for (const number of [0, 1])
  test(`call ${number}`, async () => {
    process.stdout.write(`${await handle(() => makeCall(client, number))}\n`);
  });
