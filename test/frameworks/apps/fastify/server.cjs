// A route that makes a call.
const Anthropic = require('@anthropic-ai/sdk');
const fastify = require('fastify');

async function main() {
  const { makeCall } = await import('./calls.mjs');
  const { ask } = await import('./ask.mjs');
  const client = new Anthropic();
  const app = fastify();
  app.get('/calls/:number', ({ params }) => makeCall(client, Number(params.number)));
  await app.listen({ port: 0, host: '127.0.0.1' });
  await ask(app.server.address().port);
  await app.close();
}

main();
