// Samples that the pages of step 4, request, show first.
import type { Sample } from './sample.ts';

export type RequestSample =
  | 'models'
  | 'params'
  | 'bounds'
  | 'sampling'
  | 'maxTokensBound'
  | 'messages'
  | 'files'
  | 'image'
  | 'fewerMarks'
  | 'latestCompaction'
  | 'ownWords'
  | 'plainBody'
  | 'headers'
  | 'profile'
  | 'wellFormed'
  | 'mcp'
  | 'outputSchema'
  | 'betas'
  | 'betaOfField'
  | 'thinking'
  | 'thread'
  | 'uniqueTools'
  | 'tool'
  | 'toolResults'
  | 'toolSearch';

export const requestSamples: Readonly<Record<RequestSample, Sample>> = {
  models: {
    title: 'Ask for the model once, when the process starts',
    code: `// Throws NotFoundError here, not at the first call of a user. \`client.models.list()\` lists what this key can use.
const { id: model } = await client.models.retrieve('claude-sonnet-5');
const message = await client.messages.create({ ...params, model });`,
  },
  params: {
    title: 'Let the compiler check the parameters',
    code: `const checked = { ...params, max_tokens: 1024 } satisfies Anthropic.MessageCreateParamsNonStreaming;
const message = await client.messages.create(checked);`,
  },
  bounds: {
    title: 'Keep a computed value within its bounds',
    code: `// What is left of a budget may be less than one token.
const max_tokens = Math.max(params.max_tokens, 1);
const message = await client.messages.create({ ...params, max_tokens });`,
  },
  sampling: {
    title: 'Send temperature or top_p, not both',
    code: `// Newer versions of the SDK have neither in their types.
const { top_p, ...rest } = params as typeof params & { top_p?: number };
const message = await client.messages.create(rest);`,
  },
  maxTokensBound: {
    title: 'Keep max_tokens within the bound of the model',
    code: `// Of this model, from the models overview page.
const MAX_OUTPUT_TOKENS = 64_000;
const max_tokens = Math.min(params.max_tokens, MAX_OUTPUT_TOKENS);
const message = await client.messages.stream({ ...params, max_tokens }).finalMessage();`,
  },
  messages: {
    title: 'Leave out empty messages, and begin and end with the user',
    code: `const isBlank = ({ content }: Anthropic.MessageParam): boolean =>
  typeof content === 'string'
    ? content.trim() === ''
    : content.every((block) => block.type === 'text' && block.text.trim() === '');
const messages = params.messages.filter((message) => !isBlank(message));
if (messages[0]?.role !== 'user') messages.unshift({ role: 'user', content: 'Hello' });
if (messages.at(-1)?.role !== 'user') messages.push({ role: 'user', content: 'Go on.' });
const message = await client.messages.create({ ...params, messages });`,
  },
  files: {
    title: 'Upload once, refer by id',
    code: `import { createReadStream } from 'node:fs';
const file = await client.beta.files.upload({ file: createReadStream('report.pdf') });
const message = await client.beta.messages.create({
  ...params,
  betas: ['files-api-2025-04-14'],
  messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'file', file_id: file.id } }] }],
});`,
  },
  image: {
    title: 'Take the media type from the bytes, not from the name',
    code: `import { readFile } from 'node:fs/promises';
const bytes = await readFile('photo.png');
// 5 MB after base64, at most: resize a larger image first.
if (bytes.length > 3_750_000) throw new Error(\`photo.png has \${bytes.length} bytes\`);
const media_type = bytes[0] === 0x89 ? 'image/png' : 'image/jpeg';
const source = { type: 'base64', media_type, data: bytes.toString('base64') } as const;
const message = await client.messages.create({
  ...params,
  messages: [{ role: 'user', content: [{ type: 'image', source }] }],
});`,
  },
  fewerMarks: {
    title: 'Mark the last block: it covers all blocks before it, and a request may have four marks',
    code: `const blocks = params.system as Anthropic.TextBlockParam[];
const system = blocks.map(({ cache_control, ...block }, index) =>
  index === blocks.length - 1 ? { ...block, cache_control: { type: 'ephemeral' as const } } : block,
);
const message = await client.messages.create({ ...params, system });`,
  },
  latestCompaction: {
    title: 'Begin with the latest compaction block, unchanged',
    code: `declare const history: Anthropic.Beta.BetaMessageParam[];
const hasBlock = ({ content }: Anthropic.Beta.BetaMessageParam): boolean =>
  content !== undefined && typeof content !== 'string' && content.some(({ type }) => type === 'compaction');
const messages = history.slice(history.findLastIndex(hasBlock));
const message = await client.beta.messages.create({ ...params, betas: ['compact-2026-01-12'], messages });`,
  },
  ownWords: {
    title: 'Ask for a summary, not for the text itself',
    code: `const question = 'What does the chapter say? Answer in your own words, in ten sentences.';
const message = await client.messages.create({ ...params, messages: [{ role: 'user', content: question }] });`,
  },
  plainBody: {
    title: 'Remove the header: the body is not compressed',
    code: `const message = await client.messages.create(params, { headers: { 'content-encoding': null } });`,
  },
  headers: {
    title: 'Encode text in a header',
    code: `const defaultHeaders = { 'x-team': encodeURIComponent('the engineers’ team') };
const client = new Anthropic({ defaultHeaders });
const message = await client.messages.create(params);`,
  },
  profile: {
    title: 'For Bedrock: the id of an inference profile begins with where it runs',
    code: `const message = await client.messages.create({ ...params, model: \`us.\${params.model}\` });`,
  },
  wellFormed: {
    title: 'Repair text after you cut it',
    code: `// \`slice\` can cut an emoji in half; the half is not valid JSON.
const messages = params.messages.map((message) =>
  typeof message.content === 'string' ? { ...message, content: message.content.toWellFormed() } : message,
);
const message = await client.messages.create({ ...params, messages });`,
  },
  mcp: {
    title: 'A server of the MCP connector, with its tools',
    code: `declare function fetchMcpToken(): Promise<string>;
const message = await client.beta.messages.create({
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
    code: `const message = await client.messages.create({
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
    title: 'Write the exact name of the beta',
    code: `const message = await client.beta.messages.create({ ...params, betas: ['files-api-2025-04-14'] });`,
  },
  betaOfField: {
    title: 'Name the beta that the field needs',
    code: `const message = await client.beta.messages.create({ ...params, betas: ['context-management-2025-06-27'] });`,
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
  thread: {
    title: 'Send the whole conversation again',
    code: `// Without \`thread\`: everything that the model is to know is in \`messages\`.
const { model, max_tokens, messages } = params;
const message = await client.messages.create({ model, max_tokens, messages });`,
  },
  uniqueTools: {
    title: 'Keep one tool for each name: the last one',
    code: `const tools = [...new Map(params.tools?.map((tool) => ['name' in tool ? tool.name : tool.type, tool])).values()];
const message = await client.messages.create({ ...params, tools });`,
  },
  tool: {
    title: 'A tool with a valid schema',
    code: `const tool: Anthropic.Tool = {
  name: 'get_weather',
  description: 'The weather at a place',
  input_schema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};
const message = await client.messages.create({ ...params, tools: [tool] });`,
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
const messages: Anthropic.MessageParam[] = [
  ...params.messages,
  { role: 'assistant', content: message.content },
  { role: 'user', content: results },
];
const next = await client.messages.create({ ...params, messages });`,
  },
  toolSearch: {
    title: 'Let the model search for the tools it needs',
    code: `const tools: Anthropic.ToolUnion[] = (params.tools ?? []).map((tool) => ({ ...tool, defer_loading: true }));
tools.unshift({ type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' });
const message = await client.messages.create({ ...params, tools });`,
  },
};
