// The violations that are meant, each with its reason. One that is no longer found fails the run, as in the suite.
import type { Finding } from './findings.ts';

interface Gap {
  readonly id: string;
  /** The subject. A `*` at the end matches any text. */
  readonly about: string;
  readonly reason: string;
}

export const GAPS: readonly Gap[] = [
  // The SDK's own spans of its tool runner, which are left as they are.
  {
    id: 'span_status_ok_set_by_instrumentation',
    about: 'OK',
    reason: "the SDK's spans of its tool runner and tools",
  },
  ...['anthropic.messages.tool_runner', 'anthropic.custom_tool_use get_weather'].map((about) => ({
    id: 'genai_span_name_format',
    about,
    reason: 'the name that the SDK gives it',
  })),
  ...['gen_ai.response.finish_reasons', 'gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens'].map(
    (about) => ({
      id: 'genai_expected_attribute_missing',
      about,
      reason: "the SDK's tool runner does not say; the calls beneath it do",
    }),
  ),
];

/** The least number of declared attributes that each span type has, over all cases. */
export const COVERED_AT_LEAST: Readonly<Record<string, number>> = {
  'gen_ai.client.inference': 25,
  'gen_ai.execute_tool.internal': 4,
  'gen_ai.invoke_agent.internal': 2,
};

export const gapOf = ({ id, about }: Finding): Gap | undefined =>
  GAPS.find(
    (gap) =>
      gap.id === id &&
      (gap.about.endsWith('*') ? about.startsWith(gap.about.slice(0, -1)) : gap.about === about),
  );
