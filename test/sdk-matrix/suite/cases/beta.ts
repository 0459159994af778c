// Cases: the beta resources: messages, their helper, `parse`, and the tool runner.
import { type Case, PARAMS, STREAM_PARAMS, type Stage } from '../case.ts';

const CALLED = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.usage.input_tokens': 25,
  'gen_ai.usage.output_tokens': 12,
};

/** As `betaZodTool` would make it, without its schema library. */
const weatherTool = (stage: Stage) => ({
  type: 'custom' as const,
  name: 'get_weather',
  description: 'The weather in a city',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
  run: async ({ city }: { city: string }) => {
    stage.saw(['the tool runs', city]);
    return 'sunny';
  },
  parse: (input: unknown) => input as { city: string },
});

const TOOL_THEN_ANSWER = {
  faults: [
    { when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: { city: 'Paris' } } } },
    { answer: { text: 'It is sunny.' } },
  ],
};
const ASKED = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Weather?' }],
};
const TWO_TURNS = [
  { method: 'beta.messages.create', attributes: { 'gen_ai.response.finish_reasons': ['tool_use'] } },
  { method: 'beta.messages.create', attributes: { 'gen_ai.response.finish_reasons': ['end_turn'] } },
];

/** In old SDKs the runner's headers replace the header that says `stream` (0.100.1, `lib/BetaMessageStream`). */
const STREAMED_TURN = {
  method: ['beta.messages.stream', 'beta.messages.create'],
  attributes: { 'anthropic.stream.outcome': 'completed' },
};
const AGENT = ['invoke_agent', 'execute_tool get_weather'];

export const BETA_CASES: readonly Case[] = [
  {
    name: 'beta: create',
    feature: 'beta',
    run: ({ client }) => client.beta.messages.create({ ...PARAMS, betas: ['token-counting-2024-11-01'] }),
    calls: [{ method: 'beta.messages.create', attributes: CALLED }],
  },
  {
    name: 'beta: a stream',
    feature: 'beta',
    run: async ({ client, saw }) => {
      for await (const { type } of await client.beta.messages.create(STREAM_PARAMS)) saw(type);
    },
    calls: [
      { method: 'beta.messages.create', attributes: { ...CALLED, 'anthropic.stream.outcome': 'completed' } },
    ],
  },
  {
    name: 'beta: the stream helper',
    feature: 'beta',
    run: async ({ client, saw }) => {
      const helper = client.beta.messages.stream(PARAMS);
      helper.on('text', (text) => saw(text));
      return helper.finalMessage();
    },
    calls: [
      { method: 'beta.messages.stream', attributes: { ...CALLED, 'anthropic.stream.outcome': 'completed' } },
    ],
  },
  {
    name: 'beta: a failing call',
    feature: 'beta',
    script: '*: 403',
    run: ({ client }) => client.beta.messages.create(PARAMS),
    calls: [
      { method: 'beta.messages.create', failed: true, attributes: { 'error.type': 'permission_error' } },
    ],
  },
  {
    name: 'parse',
    feature: 'parse',
    needs: ({ messages }) => typeof messages.parse === 'function',
    script: { faults: [{ answer: { text: '{"answer":4}' } }] },
    run: async ({ client, saw }) => {
      const format = { type: 'json_schema' as const, schema: { type: 'object' }, parse: JSON.parse };
      const promise = client.messages.parse({ ...PARAMS, output_config: { format } });
      saw([promise.constructor.name, typeof promise.withResponse]);
      return (await promise).parsed_output;
    },
    calls: [{ method: 'messages.create', attributes: { ...CALLED, 'gen_ai.output.type': 'json' } }],
  },
  {
    name: 'tool runner',
    feature: 'tool runner',
    needs: ({ beta }) => typeof beta.messages.toolRunner === 'function',
    script: TOOL_THEN_ANSWER,
    run: async (stage) => {
      const tool = weatherTool(stage);
      const runner = stage.client.beta.messages.toolRunner({ ...ASKED, tools: [tool] });
      stage.saw([runner.constructor.name, Object.keys(runner), runner.params.tools?.[0] === tool]);
      return (await runner).content;
    },
    calls: TWO_TURNS,
    others: AGENT,
  },
  {
    name: 'tool runner, turn by turn',
    feature: 'tool runner',
    needs: ({ beta }) => typeof beta.messages.toolRunner === 'function',
    script: TOOL_THEN_ANSWER,
    run: async (stage) => {
      const runner = stage.client.beta.messages.toolRunner({ ...ASKED, tools: [weatherTool(stage)] });
      for await (const message of runner) stage.saw(message.stop_reason);
    },
    calls: TWO_TURNS,
    others: AGENT,
  },
  {
    name: 'tool runner with streams',
    feature: 'tool runner',
    needs: ({ beta }) => typeof beta.messages.toolRunner === 'function',
    script: TOOL_THEN_ANSWER,
    run: async (stage) => {
      const runner = stage.client.beta.messages.toolRunner({
        ...ASKED,
        tools: [weatherTool(stage)],
        stream: true,
      });
      for await (const stream of runner) for await (const { type } of stream) stage.saw(type);
    },
    calls: [STREAMED_TURN, STREAMED_TURN],
    others: AGENT,
  },
];
