// A route handler of the edge runtime.
import { makeCall } from '../../../../calls.mjs';
import { client } from '../../../../client.mjs';

export const runtime = 'edge';

export async function GET(_request, { params }) {
  const { number } = await params;
  return new Response(await makeCall(client, Number(number)));
}
