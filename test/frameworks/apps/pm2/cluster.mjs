// A server that makes a call for each request, in each process of a cluster.
import { createServer } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { makeCall } from './calls.mjs';

const client = new Anthropic();
createServer(async ({ url }, response) => {
  const number = Number(url.split('/').at(-1));
  response.end(url.startsWith('/api/calls/') ? await makeCall(client, number) : 'ready');
}).listen(Number(process.env.PORT), '127.0.0.1');
