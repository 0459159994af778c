// Tests that make calls, of an application without a set-up of its own, for the test runner of Node.js.
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic();
for (const number of calls.keys())
  test(`call ${number}`, async () => {
    console.log(await makeCall(client, number));
  });
