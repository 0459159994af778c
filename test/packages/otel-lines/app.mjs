// An answer, a call that is retried, and refusals that go on.
import Anthropic from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';

const client = new Anthropic({ logLevel: 'off' });
const request = { model: 'claude-sonnet-5', max_tokens: 16, messages: [{ role: 'user', content: 'Hello' }] };
await trace.getTracer('app').startActiveSpan('job', async (span) => {
  for (let call = 0; call < 20; call++) {
    const got = await client.messages.create(request).catch(({ status }) => ({ stop_reason: status }));
    console.log(`got ${got.stop_reason}`);
  }
  span.end();
});
