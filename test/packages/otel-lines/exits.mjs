// A call, and an end without a flush, sooner than a batch is sent by default.
import { setTimeout as wait } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';

const request = { model: 'claude-sonnet-5', max_tokens: 16, messages: [{ role: 'user', content: 'Hello' }] };
const { stop_reason: reason } = await new Anthropic({ logLevel: 'off' }).messages.create(request);
console.log(`got ${reason}`);
await wait(2_000);
process.exit();
