// Simulates the Message Batches API, which the simulator lacks. A batch is done at the second request for it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** @returns its base URL, and a function that closes it. */
export async function startBatches(): Promise<{ url: string; close: () => void }> {
  const batches = new Map<string, { ids: string[]; asked: number }>();
  const server = createServer(async (request, response) => {
    const { port } = server.address() as AddressInfo;
    let body = '';
    for await (const chunk of request) body += chunk;
    const [, , , , id = '', results] = (request.url ?? '').split('/');
    response.setHeader('request-id', `req_${batches.size}`);
    if (request.method === 'POST') {
      const ids = JSON.parse(body).requests.map(({ custom_id }: { custom_id: string }) => custom_id);
      const created = `msgbatch_${batches.size}`;
      batches.set(created, { ids, asked: 0 });
      response.setHeader('content-type', 'application/json');
      return response.end(
        JSON.stringify({ id: created, type: 'message_batch', processing_status: 'in_progress' }),
      );
    }
    const batch = batches.get(id);
    if (!batch) return response.writeHead(404).end();
    if (results) {
      response.setHeader('content-type', 'application/x-jsonl');
      return response.end(
        batch.ids
          .map((custom_id) => `${JSON.stringify({ custom_id, result: { type: 'succeeded' } })}\n`)
          .join(''),
      );
    }
    batch.asked += 1;
    const isDone = batch.asked > 1;
    response.setHeader('content-type', 'application/json');
    return response.end(
      JSON.stringify({
        id,
        type: 'message_batch',
        processing_status: isDone ? 'ended' : 'in_progress',
        results_url: isDone ? `http://127.0.0.1:${port}/v1/messages/batches/${id}/results` : null,
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
