// https://docs.langchain.com/langsmith/trace-anthropic, with runs that go nowhere.
import Anthropic from '@anthropic-ai/sdk';
import { Client } from 'langsmith';
import { wrapAnthropic } from 'langsmith/wrappers/anthropic';
import { calls, makeCall } from './calls.mjs';

const runs = new Client({
  apiUrl: 'https://none.invalid',
  apiKey: 'none',
  fetchImplementation: async () => Response.json({}),
});
const client = wrapAnthropic(new Anthropic(), { client: runs });
for (const number of calls.keys()) console.log(await makeCall(client, number));
await runs.awaitPendingTraceBatches();
