// Makes all calls.
import Anthropic from '@anthropic-ai/sdk';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic();
for (const number of calls.keys()) console.log(await makeCall(client, number));
