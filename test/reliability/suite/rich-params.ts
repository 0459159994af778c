// Parameters with a value in each place that the instrumentation reads.
import type Anthropic from '@anthropic-ai/sdk';

export const RICH_PARAMS: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  stop_sequences: ['END'],
  metadata: { user_id: 'someone' },
  system: [{ type: 'text', text: 'Be brief', cache_control: { type: 'ephemeral' } }],
  thinking: { type: 'enabled', budget_tokens: 1024 },
  output_config: { effort: 'high', format: { type: 'json_schema', schema: { type: 'object' } } },
  tool_choice: { type: 'auto' },
  tools: [
    { name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } },
  ],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Hello' },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
      ],
    },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { a: 1 } }],
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'rain' }] },
  ],
};
