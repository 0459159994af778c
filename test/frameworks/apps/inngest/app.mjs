// https://www.inngest.com/docs/reference/serve: a function whose step makes a call, run as Inngest's server asks for it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { Inngest } from 'inngest';
import { serve } from 'inngest/node';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic();
const inngest = new Inngest({ id: 'teapots', isDev: true, eventKey: 'none' });
const describe = inngest.createFunction(
  { id: 'describe', retries: 0, triggers: [{ event: 'teapot/described' }] },
  ({ event, step }) => step.run('call', () => makeCall(client, event.data.number)),
);
const server = createServer(serve({ client: inngest, functions: [describe] }));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

for (const number of calls.keys()) {
  const event = { name: 'teapot/described', data: { number }, id: `event-${number}`, ts: 1 };
  const ctx = { run_id: `run-${number}`, attempt: 0, stack: { stack: [], current: 0 } };
  const response = await fetch(
    `http://127.0.0.1:${server.address().port}/api/inngest?fnId=teapots-describe&stepId=step`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-inngest-server-kind': 'dev' },
      body: JSON.stringify({ event, events: [event], steps: {}, version: 1, ctx }),
    },
  );
  console.log(response.status, (await response.json())[0].data);
}
server.close();
server.closeAllConnections();
