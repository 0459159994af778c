// An application with spans of its own: calls stand under what they were made for.
const { default: Anthropic } = require('@anthropic-ai/sdk');
const { trace } = require('@opentelemetry/api');

const client = new Anthropic();
const tracer = trace.getTracer('shop');

async function describe(product) {
  return tracer.startActiveSpan(`describe ${product}`, async (span) => {
    const answer = await client.messages.create({
      model: 'claude-sonnet-5',
      max_tokens: 16,
      messages: [{ role: 'user', content: `Describe a ${product}.` }],
    });
    span.end();
    return answer.stop_reason;
  });
}

describe('teapot').then(console.log);
