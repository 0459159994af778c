// Tests that make the calls.
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, test } from 'vitest';
import { calls, makeCall } from './calls.mjs';
import { handle } from './handle.mjs';
import { provider } from './telemetry.mjs';

const client = new Anthropic();
for (const number of calls.keys())
  test(`call ${number}`, async () => {
    process.stdout.write(`${await handle(() => makeCall(client, number))}\n`);
  });
afterAll(() => provider.shutdown());
