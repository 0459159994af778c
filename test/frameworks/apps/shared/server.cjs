// server.mjs as CommonJS.
const { once } = require('node:events');
const { createServer, get } = require('node:http');
const { text } = require('node:stream/consumers');
const Anthropic = require('@anthropic-ai/sdk');

async function main() {
  const { calls, makeCall } = await import('./calls.mjs');
  const client = new Anthropic();
  const server = createServer(async ({ url }, response) => {
    response.end(await makeCall(client, Number(url.slice('/calls/'.length))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  for (const number of calls.keys()) {
    const [response] = await once(
      get(`http://127.0.0.1:${server.address().port}/calls/${number}`),
      'response',
    );
    console.log(await text(response));
  }
  server.close();
}

main();
