// A route handler that makes a call.

import { makeCall } from '../../../../calls.mjs';
import { client } from '../../../../client.mjs';

export async function GET(_request, { params }) {
  const { number } = await params;
  return new Response(await makeCall(client, Number(number)));
}
