// An Express server that asks OpenAI's API, and makes a call, for each request; and requests for all calls.
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { text } from 'node:stream/consumers';
import Anthropic from '@anthropic-ai/sdk';
import express from 'express';
import OpenAI from 'openai';
import { calls, makeCall } from './calls.mjs';

// OpenAI's API, as far as it is called here.
const api = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  const message = { role: 'assistant', content: 'A teapot.' };
  const choices = [{ index: 0, finish_reason: 'stop', message }];
  response.end(JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', model: 'gpt-5', choices }));
});
api.listen(0, '127.0.0.1');
await once(api, 'listening');

const anthropic = new Anthropic();
const openai = new OpenAI({ baseURL: `http://127.0.0.1:${api.address().port}/v1`, apiKey: 'sk-proj-none' });

const app = express();
app.get('/calls/:number', async (request, response) => {
  const messages = [{ role: 'user', content: 'Describe a teapot.' }];
  const { choices } = await openai.chat.completions.create({ model: 'gpt-5', messages });
  response.send(`${choices[0].message.content} ${await makeCall(anthropic, Number(request.params.number))}`);
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');

for (const number of calls.keys()) {
  const [response] = await once(get(`http://127.0.0.1:${server.address().port}/calls/${number}`), 'response');
  console.log(await text(response));
}
server.close();
api.close();
api.closeAllConnections();
