// An application that a bundler puts into one file with the SDK, and that has no set-up of its own.
import Anthropic from '@anthropic-ai/sdk';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic({ openTelemetry: false });
for (const number of calls.keys()) console.log(await makeCall(client, number));
