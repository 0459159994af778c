// Samples that the pages of step 4, request, show first.
import type { Sample } from './sample.ts';

export type RequestSample =
  | 'models'
  | 'params'
  | 'messages'
  | 'countTokens'
  | 'files'
  | 'image'
  | 'tool'
  | 'toolResults'
  | 'thinking'
  | 'mcp'
  | 'outputSchema'
  | 'betas'
  | 'headers'
  | 'wellFormed'
  | 'thread';

export const requestSamples: Readonly<Record<RequestSample, Sample>> = {
  models: {
    title: 'List the models that this key can use',
    code: `for await (const { id } of client.models.list()) console.log(id);`,
  },
  params: {
    title: 'Let the compiler check the parameters',
    code: `const checked = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello' }],
} satisfies Anthropic.MessageCreateParamsNonStreaming;
await client.messages.create(checked);`,
  },
  messages: {
    title: 'Remove empty messages, and end with a user message',
    code: `const isBlank = ({ content }: Anthropic.MessageParam): boolean =>
  typeof content === 'string' ? content.trim() === '' : content.length === 0;
const messages = params.messages.filter((message) => !isBlank(message));
if (messages.at(-1)?.role !== 'user') messages.push({ role: 'user', content: 'Go on.' });`,
  },
  countTokens: {
    title: 'Count before sending',
    code: `const { model, messages } = params;
const { input_tokens } = await client.messages.countTokens({ model, messages });
if (input_tokens > 180_000) throw new Error(\`The prompt has \${input_tokens} tokens: trim the history first\`);`,
  },
  files: {
    title: 'Upload once, refer by id',
    code: `import { createReadStream } from 'node:fs';
const file = await client.beta.files.upload({ file: createReadStream('report.pdf') });
await client.beta.messages.create({
  ...params,
  betas: ['files-api-2025-04-14'],
  messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'file', file_id: file.id } }] }],
});`,
  },
  image: {
    title: 'State the media type of the bytes',
    code: `import { readFile } from 'node:fs/promises';
// At most 5 MB after base64: resize larger images first.
const data = (await readFile('photo.png')).toString('base64');
const content: Anthropic.ContentBlockParam[] = [
  { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
];`,
  },
  tool: {
    title: 'A tool with a valid schema',
    code: `const tool: Anthropic.Tool = {
  name: 'get_weather',
  description: 'The weather at a place',
  input_schema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};`,
  },
  toolResults: {
    title: 'Answer every tool use in the next message',
    code: `declare function run(name: string, input: unknown): Promise<string>;
const message = await client.messages.create(params);
const results: Anthropic.ToolResultBlockParam[] = [];
for (const block of message.content) {
  if (block.type !== 'tool_use') continue;
  results.push({ type: 'tool_result', tool_use_id: block.id, content: await run(block.name, block.input) });
}
// Results first, no text before them.
const messages = [...params.messages, { role: 'assistant', content: message.content }, { role: 'user', content: results }];`,
  },
  thinking: {
    title: 'Thinking parameters that the model accepts',
    code: `// Claude 4.6 and later. Older models take { type: 'enabled', budget_tokens: 8_000 }, below max_tokens.
const message = await client.messages.create({
  ...params,
  max_tokens: 16_000,
  thinking: { type: 'adaptive' },
  output_config: { effort: 'medium' },
});
// Send \`message.content\` back as it is, thinking blocks and their signatures included.`,
  },
  mcp: {
    title: 'A server of the MCP connector, with its tools',
    code: `declare function fetchMcpToken(): Promise<string>;
await client.beta.messages.create({
  ...params,
  betas: ['mcp-client-2025-11-20'],
  // A public address: the API calls it, not this process.
  mcp_servers: [
    { type: 'url', name: 'docs', url: 'https://mcp.example.com/mcp', authorization_token: await fetchMcpToken() },
  ],
  tools: [{ type: 'mcp_toolset', mcp_server_name: 'docs' }],
});`,
  },
  outputSchema: {
    title: 'A small schema, closed and with every field required',
    code: `await client.messages.create({
  ...params,
  output_config: {
    format: {
      type: 'json_schema',
      schema: {
        type: 'object',
        properties: { name: { type: 'string' }, age: { type: 'integer' } },
        required: ['name', 'age'],
        additionalProperties: false,
      },
    },
  },
});`,
  },
  betas: {
    title: 'A beta by its exact name',
    code: `await client.beta.messages.create({ ...params, betas: ['files-api-2025-04-14'] });`,
  },
  headers: {
    title: 'Text in a header, encoded',
    code: `const defaultHeaders = { 'x-team': encodeURIComponent('the engineers’ team') };
const client = new Anthropic({ defaultHeaders });`,
  },
  wellFormed: {
    title: 'Truncate text between characters',
    code: `// \`slice\` can cut an emoji in half; the half is no valid JSON.
const text = 'long text'.slice(0, 1_000).toWellFormed();`,
  },
  thread: {
    title: 'The whole conversation again',
    code: `// Without \`thread\`: everything that the model is to know is in \`messages\`.
await client.messages.create(params);`,
  },
};
