// Samples that the pages of step 7, response, show first.
import type { Sample } from './sample.ts';

export type ResponseSample =
  | 'stream'
  | 'wholeAnswer'
  | 'streamedProbe'
  | 'consume'
  | 'maxTokens'
  | 'refusal'
  | 'resume'
  | 'onlyResults';

export const responseSamples: Readonly<Record<ResponseSample, Sample>> = {
  stream: {
    title: 'Stream, and read without delay',
    code: `const stream = client.messages.stream(params);
stream.on('text', (text) => process.stdout.write(text));
const message = await stream.finalMessage();`,
  },
  wholeAnswer: {
    title: 'Discard a partial answer, and send the request again',
    code: `async function wholeAnswer(attempts: number): Promise<Anthropic.Message> {
  try {
    return await client.messages.stream(params).finalMessage();
  } catch (error) {
    // With a status, the API rejected the request, and the SDK retried where that helps. Without one, the stream broke.
    if (attempts === 1 || (error instanceof Anthropic.APIError && error.status !== undefined)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return await wholeAnswer(attempts - 1);
  }
}
const message = await wholeAnswer(3);`,
  },
  streamedProbe: {
    title: 'Open the smallest stream from your own process',
    code: `const { model } = params;
await client.messages
  .stream({ model, max_tokens: 1, messages: [{ role: 'user', content: 'Hello' }] })
  .finalMessage();`,
  },
  consume: {
    title: 'Read first, work later',
    code: `const queue: string[] = [];
for await (const event of client.messages.stream(params)) {
  // No slow await in this loop: it holds back the connection.
  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') queue.push(event.delta.text);
}`,
  },
  maxTokens: {
    title: 'Leave room for the whole answer',
    code: `// As a stream: a long answer takes minutes.
const message = await client.messages.stream({ ...params, max_tokens: 16_000 }).finalMessage();`,
  },
  refusal: {
    title: 'Leave a declined turn out of the history',
    code: `const messages: Anthropic.MessageParam[] = [];
for (const content of questions) {
  messages.push({ role: 'user', content });
  const message = await client.messages.create({ ...params, messages });
  // The next answers would be declined, too.
  if (message.stop_reason === 'refusal') messages.pop();
  else messages.push({ role: 'assistant', content: message.content });
}`,
  },
  resume: {
    title: 'Continue until the turn is over',
    code: `const messages: Anthropic.MessageParam[] = [...params.messages];
let message = await client.messages.create({ ...params, messages });
while (message.stop_reason === 'pause_turn') {
  messages.push({ role: 'assistant', content: message.content });
  message = await client.messages.create({ ...params, messages });
}`,
  },
  onlyResults: {
    title: 'Send tool results alone, without other text',
    code: `const messages = params.messages.map((message): Anthropic.MessageParam => {
  if (message.role !== 'user' || typeof message.content === 'string') return message;
  const results = message.content.filter(({ type }) => type === 'tool_result');
  return results.length === 0 ? message : { ...message, content: results };
});
const message = await client.messages.create({ ...params, messages });`,
  },
};
