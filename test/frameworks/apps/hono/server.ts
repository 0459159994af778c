// https://hono.dev/docs/getting-started/nodejs, in TypeScript that Node.js runs as it is.

import Anthropic from '@anthropic-ai/sdk';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { makeCall } from './calls.mjs';

const client: Anthropic = new Anthropic();
const app = new Hono();
app.get('/api/calls/:number', async (context) =>
  context.text(await makeCall(client, Number(context.req.param('number')))),
);
serve({ fetch: app.fetch, hostname: process.env.HOST, port: Number(process.env.PORT) });
