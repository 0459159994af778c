// A chat: the page asks, and the server streams the answer as it arrives.
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import express from 'express';

const client = new Anthropic();
const app = express();
app.use(express.static(new URL('./public', import.meta.url).pathname));

app.get('/chat', async (request, response) => {
  const stream = client.messages.stream({
    model: 'claude-sonnet-5',
    max_tokens: 256,
    messages: [{ role: 'user', content: String(request.query.q) }],
  });
  // The model's answer is text and must not become HTML.
  response.type('text');
  // If the reader leaves, the server aborts the stream. The span then says `abandoned` or `aborted`, not `interrupted`.
  response.on('close', () => stream.abort());
  try {
    for await (const event of stream) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
        response.write(event.delta.text);
      }
    }
  } catch (error) {
    // The status was sent with the first piece of text.
    const hasBegun = response.headersSent;
    if (!hasBegun) response.status(502);
    response.write(`${hasBegun ? '\n[the answer breaks off' : '[no answer'}: ${reasonOf(error)}]`);
  }
  response.end();
});

/** The reason for the reader: `overloaded_error`, or the connection's message, but not the API's JSON. */
function reasonOf(error: unknown): string {
  if (error instanceof Anthropic.APIError && error.type) return error.type;
  return error instanceof Error ? error.message : String(error);
}

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => server.close());
