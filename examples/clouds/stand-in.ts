// Simulates Amazon Bedrock and Vertex AI, which need accounts. It has one answer of each, in their own form.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const MESSAGE = {
  id: 'msg_vrtx_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text: 'Hello from Vertex AI.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 25, output_tokens: 12 },
};

/** @returns its base URL, and a function that closes it. */
export async function startClouds(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    if (request.url?.startsWith('/model/')) {
      response.statusCode = 429;
      response.setHeader('x-amzn-errortype', 'ThrottlingException');
      response.end(JSON.stringify({ message: 'Too many tokens, please wait before trying again.' }));
    } else response.end(JSON.stringify(MESSAGE));
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
