// A route that makes a call.
const { once } = require('node:events');
const Anthropic = require('@anthropic-ai/sdk');
const express = require('express');

async function main() {
  const { makeCall } = await import('./calls.mjs');
  const { ask } = await import('./ask.mjs');
  const client = new Anthropic();
  const app = express();
  app.get('/calls/:number', async (request, response) => {
    response.send(await makeCall(client, Number(request.params.number)));
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await ask(server.address().port);
  server.close();
}

main();
