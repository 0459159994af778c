// An application that a bundler puts into one file, with the SDK and OpenTelemetry.

import Anthropic from '@anthropic-ai/sdk';
import { calls, makeCall } from './calls.mjs';
import { handle } from './handle.mjs';
import { provider } from './telemetry.mjs';

export async function run() {
  const client = new Anthropic();
  for (const number of calls.keys()) console.log(await handle(() => makeCall(client, number)));
  await provider.shutdown();
}
