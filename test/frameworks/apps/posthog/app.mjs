// https://posthog.com/docs/ai-observability/installation/anthropic, with events that go nowhere.
import { Anthropic } from '@posthog/ai/anthropic';
import { PostHog } from 'posthog-node';
import { calls, makeCall } from './calls.mjs';

const posthog = new PostHog('phc_none', { fetch: async () => Response.json({}) });
const client = new Anthropic({ posthog });
for (const number of calls.keys()) console.log(await makeCall(client, number));
await posthog.shutdown();
