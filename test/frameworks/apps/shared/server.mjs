// An HTTP server that makes a call for each request, and requests for all calls.
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { text } from 'node:stream/consumers';
import Anthropic from '@anthropic-ai/sdk';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic();
const server = createServer(async ({ url }, response) => {
  response.end(await makeCall(client, Number(url.slice('/calls/'.length))));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

for (const number of calls.keys()) {
  const [response] = await once(get(`http://127.0.0.1:${server.address().port}/calls/${number}`), 'response');
  console.log(await text(response));
}
server.close();
