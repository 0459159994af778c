// An endpoint that makes a call.
import Anthropic from '@anthropic-ai/sdk';
import { makeCall } from '../../../../calls.mjs';

const client = new Anthropic();

export async function GET({ params }) {
  return new Response(await makeCall(client, Number(params.number)));
}
