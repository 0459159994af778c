// The official suite's five kinds of cases, and further ones, made with the real SDK.
import type Anthropic from '@anthropic-ai/sdk';
import type { Fault, Script } from '@sevenstep/anthropic-simulator';

export interface Scenario {
  /** The simulator's script. Default: healthy answers. */
  readonly script?: Script | string;
  readonly run: (client: Anthropic) => Promise<unknown>;
  /** How many spans of each operation it makes. */
  readonly spans: Readonly<Record<string, number>>;
  /** Types of message parts that must be on its spans. */
  readonly parts: readonly string[];
}

const model = 'claude-sonnet-5';
const max_tokens = 256;
const user = (content: Anthropic.MessageParam['content']): Anthropic.MessageParam => ({
  role: 'user',
  content,
});
const SCHEMA = { type: 'object' as const, properties: { city: { type: 'string' as const } } };
/** The API takes them; the SDK's newest types have them no longer. */
const SAMPLING = { temperature: 0.5, top_k: 5, top_p: 0.9 };
const TOOL = { name: 'get_weather', description: 'The weather in a city', input_schema: SCHEMA };
const ASKS_FOR_TOOL: Fault = {
  when: { request: 1 },
  answer: { text: '', toolUse: { name: 'get_weather', input: { city: 'Oslo' } } },
};
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Those of the suite. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  inference: {
    run: (client) =>
      client.messages.create({
        model,
        max_tokens,
        ...SAMPLING,
        stop_sequences: ['END'],
        system: 'Be brief.',
        output_config: { effort: 'low', format: { type: 'json_schema', schema: SCHEMA } },
        messages: [user('Say this is a test')],
      }),
    spans: { chat: 1 },
    parts: ['text'],
  },
  streaming: {
    run: async (client) => {
      const messages = [user('Say this is a test')];
      for await (const _ of await client.messages.create({ model, max_tokens, messages, stream: true }));
    },
    spans: { chat: 1 },
    parts: ['text'],
  },
  'tool calling': {
    script: { faults: [ASKS_FOR_TOOL] },
    run: async (client) => {
      const request = { model, max_tokens, tools: [TOOL], messages: [user('The weather in Oslo?')] };
      const asked = await client.messages.create(request);
      const results = asked.content.flatMap((block) =>
        block.type === 'tool_use'
          ? [{ type: 'tool_result' as const, tool_use_id: block.id, content: 'Rain' }]
          : [],
      );
      const messages = [...request.messages, { role: 'assistant' as const, content: asked.content }];
      await client.messages.create({ ...request, messages: [...messages, user(results)] });
    },
    spans: { chat: 2 },
    parts: ['text', 'tool_call', 'tool_call_response'],
  },
  'automatic tool calling': {
    script: { faults: [ASKS_FOR_TOOL] },
    run: (client) => {
      const tool = { ...TOOL, parse: (input: unknown) => input, run: () => 'Rain' };
      const messages = [user('The weather in Oslo?')];
      return client.beta.messages.toolRunner({ model, max_tokens, tools: [tool], messages }).runUntilDone();
    },
    spans: { chat: 2, execute_tool: 1, invoke_agent: 1 },
    parts: ['text', 'tool_call', 'tool_call_response'],
  },
  multimodal: {
    run: (client) =>
      client.messages.create({
        model,
        max_tokens,
        messages: [
          user([
            { type: 'text', text: 'What is this?' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
            { type: 'image', source: { type: 'url', url: 'https://example.com/cat.png' } },
            {
              type: 'document',
              source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0xLjQ=' },
            },
          ]),
        ],
      }),
    spans: { chat: 1 },
    parts: ['text', 'blob', 'uri'],
  },
};

const PLAIN: Anthropic.MessageCreateParamsNonStreaming = { model, max_tokens, messages: [user('Hello')] };
const failed = () => undefined;
/** An answer whose usage has every part. */
const CACHED = JSON.stringify({
  id: 'msg_cached',
  type: 'message',
  role: 'assistant',
  model,
  content: [{ type: 'text', text: 'Hello.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: {
    input_tokens: 25,
    cache_creation_input_tokens: 3000,
    cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
    cache_read_input_tokens: 4000,
    output_tokens: 90,
    output_tokens_details: { thinking_tokens: 78 },
    service_tier: 'standard',
  },
});

/** Cases that the suite lacks. Its expectations of an answer do not hold here, but the registry does. */
export const OTHER_SCENARIOS: Readonly<Record<string, Scenario>> = {
  'a retry that was asked for': {
    script: '1: 529 retry-after-ms=5; 2: ok',
    run: (client) => client.messages.create({ ...PLAIN, service_tier: 'auto' }),
    spans: { chat: 1 },
    parts: [],
  },
  'the same refusal three times': {
    script: '400',
    run: async (client) => {
      for (let count = 0; count < 3; count += 1) await client.messages.create(PLAIN).catch(failed);
    },
    spans: { chat: 3 },
    parts: [],
  },
  'a cached prompt and some thinking': {
    script: { faults: [{ response: { body: CACHED, headers: { 'content-type': 'application/json' } } }] },
    run: (client) => client.messages.create(PLAIN),
    spans: { chat: 1 },
    parts: [],
  },
  'a used-up limit': {
    script: '429 x-should-retry=false',
    run: (client) => client.messages.create(PLAIN).catch(failed),
    spans: { chat: 1 },
    parts: [],
  },
  'a stream that is cut': {
    script: 'cut after 3 deltas',
    run: (client) => client.messages.stream(PLAIN).finalMessage().catch(failed),
    spans: { chat: 1 },
    parts: [],
  },
  'calls without a GenAI operation': {
    run: async (client) => {
      await client.models.list();
      await client.messages.countTokens({ model, messages: PLAIN.messages });
    },
    spans: {},
    parts: [],
  },
};
