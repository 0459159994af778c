// What the fixes look like in TypeScript. A test compiles each one against the SDK.

/** A sample: what it shows, and the code. `client` and `params` are there unless it makes its own. */
interface Sample {
  readonly title: string;
  readonly code: string;
}

export type SampleName =
  | 'baseUrl'
  | 'proxy'
  | 'extraCa'
  | 'timeout'
  | 'dispatcher'
  | 'stream'
  | 'wholeAnswer'
  | 'abort'
  | 'deadline'
  | 'consume'
  | 'key'
  | 'plainKey'
  | 'ownServer'
  | 'failFast'
  | 'token'
  | 'billing'
  | 'cloud'
  | 'models'
  | 'params'
  | 'messages'
  | 'countTokens'
  | 'maxTokens'
  | 'files'
  | 'image'
  | 'tool'
  | 'toolResults'
  | 'toolRounds'
  | 'thinking'
  | 'mcp'
  | 'outputSchema'
  | 'betas'
  | 'headers'
  | 'wellFormed'
  | 'thread'
  | 'backoff'
  | 'queue'
  | 'limits'
  | 'cache'
  | 'breaker'
  | 'requestId'
  | 'outcome'
  | 'resume'
  | 'empty';

export const SAMPLES: Readonly<Record<SampleName, Sample>> = {
  baseUrl: {
    title: 'Set the base URL to the host alone, in one place',
    code: `// No \`/v1\`: the SDK adds it. Unset ANTHROPIC_BASE_URL unless a gateway is meant.
const client = new Anthropic({ baseURL: 'https://api.anthropic.com' });`,
  },
  proxy: {
    title: 'Send requests through the proxy',
    code: `// Node.js 24: start with NODE_USE_ENV_PROXY=1 HTTPS_PROXY=http://user:password@proxy.example:3128 NO_PROXY=localhost
// What the process really has:
console.log(process.env.HTTPS_PROXY !== undefined, process.env.NO_PROXY, process.env.NODE_USE_ENV_PROXY);`,
  },
  extraCa: {
    title: "Trust the company's certificate",
    code: `// Before Node.js starts, not from code: NODE_EXTRA_CA_CERTS=/etc/ssl/company-ca.pem node app.js
if (!process.env.NODE_EXTRA_CA_CERTS) console.warn('NODE_EXTRA_CA_CERTS is not set in this process');`,
  },
  timeout: {
    title: 'A time limit that fits the call',
    code: `const message = await client.messages.create(params, { timeout: 120_000, maxRetries: 2 });`,
  },
  dispatcher: {
    title: "Set the HTTP client's limits above the SDK's timeout",
    code: `// In milliseconds, for every \`fetch\` of this process. The version of undici that Node.js has: process.versions.undici.
import { Agent, setGlobalDispatcher } from 'undici';
setGlobalDispatcher(new Agent({ headersTimeout: 900_000, bodyTimeout: 900_000 }));
const client = new Anthropic({ timeout: 900_000 });`,
  },
  stream: {
    title: 'Stream, and read at once',
    code: `const stream = client.messages.stream(params);
for await (const event of stream) {
  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') process.stdout.write(event.delta.text);
}
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
  abort: {
    title: 'Your own abort, distinguished from a failure',
    code: `const controller = new AbortController();
process.once('SIGTERM', () => controller.abort());
try {
  await client.messages.create(params, { signal: controller.signal });
} catch (error) {
  if (!(error instanceof Anthropic.APIUserAbortError)) throw error;
}`,
  },
  deadline: {
    title: 'A deadline for the whole call',
    code: `const signal = AbortSignal.timeout(180_000);
const message = await client.messages.stream(params, { signal }).finalMessage();`,
  },
  consume: {
    title: 'Read first, work later',
    code: `const queue: string[] = [];
for await (const event of client.messages.stream(params)) {
  // No slow await in this loop: it holds back the connection.
  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') queue.push(event.delta.text);
}`,
  },
  key: {
    title: 'Check the key when the process starts',
    code: `const apiKey = process.env.ANTHROPIC_API_KEY?.trim();
if (!apiKey?.startsWith('sk-ant-')) throw new Error('ANTHROPIC_API_KEY does not begin with sk-ant-');
const client = new Anthropic({ apiKey });`,
  },
  plainKey: {
    title: 'Reject a key that no header can carry, at start-up',
    code: `const apiKey = process.env.ANTHROPIC_API_KEY?.trim() ?? '';
const odd = /[^\\x21-\\x7e]/u.exec(apiKey)?.[0];
// The place and the number of the character, not the key.
if (odd !== undefined) throw new Error(\`ANTHROPIC_API_KEY has U+\${odd.codePointAt(0)?.toString(16)} at \${apiKey.indexOf(odd)}\`);
const client = new Anthropic({ apiKey });`,
  },
  ownServer: {
    title: 'Call your own server from the page; it adds the key',
    code: `const client = new Anthropic({
  baseURL: 'https://app.example.com/claude',
  apiKey: 'added-by-the-server',
  // Nothing secret is in the page.
  dangerouslyAllowBrowser: true,
});`,
  },
  failFast: {
    title: 'Check the key at start-up, and stop when it is rejected',
    code: `try {
  await client.models.list({ limit: 1 });
} catch (error) {
  if (error instanceof Anthropic.AuthenticationError || error instanceof Anthropic.PermissionDeniedError) {
    console.error('The key is refused', error.requestID);
    process.exit(1);
  }
  throw error;
}`,
  },
  token: {
    title: 'Fetch a new token before the old one expires',
    code: `declare function fetchToken(): Promise<string>;
const client = new Anthropic({ apiKey: null, authToken: await fetchToken() });`,
  },
  billing: {
    title: 'Recognize a billing failure',
    code: `try {
  await client.messages.create(params);
} catch (error) {
  if (error instanceof Anthropic.APIError && (error.status === 402 || error.type === 'billing_error')) {
    // Stop sending, tell a human: no retry helps.
    console.error('billing', error.requestID);
  }
  throw error;
}`,
  },
  cloud: {
    title: 'The client of the platform, with its model id',
    code: `// npm install @anthropic-ai/bedrock-sdk; for Vertex AI @anthropic-ai/vertex-sdk, for Foundry @anthropic-ai/foundry-sdk
const { AnthropicBedrock } = await import('@anthropic-ai/bedrock-sdk');
const client = new AnthropicBedrock({ awsRegion: 'us-east-1' });
await client.messages.create({ ...params, model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' });`,
  },
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
  maxTokens: {
    title: 'Detect a truncated answer',
    code: `const message = await client.messages.create({ ...params, max_tokens: 8192 });
if (message.stop_reason === 'max_tokens') console.warn(\`cut off after \${message.usage.output_tokens} tokens\`);`,
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
  toolRounds: {
    title: 'A bound on the rounds',
    code: `const runner = client.beta.messages.toolRunner({ ...params, tools: [], max_iterations: 10 });
const message = await runner;`,
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
  backoff: {
    title: 'Let the SDK retry a few times',
    code: `// Waits as long as \`retry-after\` says, else longer each time, with jitter. No second retry loop around it.
const client = new Anthropic({ maxRetries: 4 });`,
  },
  queue: {
    title: 'Limit the calls in flight',
    code: `const MAX_IN_FLIGHT = 5;
let free = MAX_IN_FLIGHT;
const waiting: (() => void)[] = [];
async function limited<T>(call: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await call();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}
const message = await limited(() => client.messages.create(params));`,
  },
  limits: {
    title: 'Read the remaining limits',
    code: `const { data, response } = await client.messages.create(params).withResponse();
const left = Number(response.headers.get('anthropic-ratelimit-input-tokens-remaining'));
if (left < 10_000) await new Promise((resolve) => setTimeout(resolve, 5_000));`,
  },
  cache: {
    title: 'Cache the part that repeats',
    code: `await client.messages.create({
  ...params,
  system: [{ type: 'text', text: 'The long instructions', cache_control: { type: 'ephemeral' } }],
});`,
  },
  breaker: {
    title: 'A circuit breaker',
    code: `let failures = 0;
let closedUntil = 0;
async function guarded(): Promise<Anthropic.Message> {
  if (Date.now() < closedUntil) throw new Error('The API failed three times in a row: not called');
  try {
    const message = await client.messages.create(params);
    failures = 0;
    return message;
  } catch (error) {
    if (error instanceof Anthropic.InternalServerError && ++failures >= 3) closedUntil = Date.now() + 30_000;
    throw error;
  }
}`,
  },
  requestId: {
    title: 'Keep the request id for support',
    code: `try {
  await client.messages.create(params);
} catch (error) {
  if (error instanceof Anthropic.APIError) console.error(error.status, error.type, error.requestID);
  throw error;
}`,
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
