// https://elysiajs.com/at-glance: a server for Bun, and requests for all calls.
import Anthropic from '@anthropic-ai/sdk';
import { Elysia } from 'elysia';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic();
const app = new Elysia()
  .get('/calls/:number', ({ params }) => makeCall(client, Number(params.number)))
  .listen({ port: 0, hostname: '127.0.0.1' });
for (const number of calls.keys())
  console.log(await (await fetch(`http://127.0.0.1:${app.server.port}/calls/${number}`)).text());
await app.stop();
