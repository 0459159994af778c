// A server route that makes a call.
import Anthropic from '@anthropic-ai/sdk';
import { createFileRoute } from '@tanstack/react-router';
import { makeCall } from '../../../calls.mjs';

const client = new Anthropic();

export const Route = createFileRoute('/api/calls/$number')({
  server: {
    handlers: { GET: async ({ params }) => new Response(await makeCall(client, Number(params.number))) },
  },
});
