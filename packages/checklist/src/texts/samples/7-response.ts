// Samples that the pages of step 7, response, show first.
import type { Sample } from './sample.ts';

export type ResponseSample =
  | 'stream'
  | 'wholeAnswer'
  | 'consume'
  | 'maxTokens'
  | 'outcome'
  | 'resume'
  | 'empty';

export const responseSamples: Readonly<Record<ResponseSample, Sample>> = {
  stream: {
    title: 'Stream, and read at once',
    code: `const stream = client.messages.stream(params);
stream.on('text', (text) => process.stdout.write(text));
const message = await stream.finalMessage();`,
  },
  wholeAnswer: {
    title: 'Use only a complete answer',
    code: `try {
  const message = await client.messages.stream(params).finalMessage();
  console.log(message.stop_reason, message.content);
} catch (error) {
  // What came before the break is a part: discard it and send the request again.
  console.error('no whole answer', error);
}`,
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
    title: 'Detect a truncated answer',
    code: `const message = await client.messages.create({ ...params, max_tokens: 8192 });
if (message.stop_reason === 'max_tokens') console.warn(\`cut off after \${message.usage.output_tokens} tokens\`);`,
  },
  outcome: {
    title: 'Handle every way an answer can end',
    code: `const message = await client.messages.create(params);
switch (message.stop_reason) {
  case 'refusal':
    console.warn('declined'); // Leave this turn out of the history.
    break;
  case 'max_tokens':
  case 'model_context_window_exceeded':
    console.warn('cut off');
    break;
  default:
    console.log(message.content);
}`,
  },
  resume: {
    title: 'Go on until the turn is over',
    code: `const messages: Anthropic.MessageParam[] = [...params.messages];
let message = await client.messages.create({ ...params, messages });
while (message.stop_reason === 'pause_turn') {
  messages.push({ role: 'assistant', content: message.content });
  message = await client.messages.create({ ...params, messages });
}`,
  },
  empty: {
    title: 'Notice an answer without content',
    code: `const message = await client.messages.create(params);
if (message.content.length === 0) console.warn('empty answer', message.stop_reason, message.usage.input_tokens);`,
  },
};
