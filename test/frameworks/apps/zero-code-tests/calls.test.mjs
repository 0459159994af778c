// Tests that make calls, of an application without a set-up of its own.
import Anthropic from '@anthropic-ai/sdk';
import { makeCall } from './calls.mjs';

const client = new Anthropic();
for (const number of [0, 1, 2, 3, 4])
  test(`call ${number}`, async () => {
    process.stdout.write(`${await makeCall(client, number)}\n`);
  });
