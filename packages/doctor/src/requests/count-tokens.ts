// Asks the API for the number of a request's tokens. It is free, and reports faults of the request in the API's own words.
import { type Diagnosis, diagnose } from '@sevenstep/checklist';
import { field, isObject } from '@sevenstep/wire';
import { type CallSettings, callApi } from '../check/call.ts';
import { byLowerName } from '../check/target.ts';

/** The API's answer to a request that it only counts. */
export interface TokenCount {
  readonly tokens: number | undefined;
  /** The diagnosis of a failed call. */
  readonly diagnosis: Diagnosis | undefined;
}

/** The parameters of `count_tokens`: @anthropic-ai/sdk 1.14.0 `MessageCountTokensParams` and its beta. */
const COUNTED = [
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'output_format',
  'cache_control',
  'context_management',
  'mcp_servers',
  'speed',
];

export async function countTokens(
  settings: CallSettings,
  params: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): Promise<TokenCount> {
  const body = Object.fromEntries(Object.entries(params).filter(([name]) => COUNTED.includes(name)));
  const own = byLowerName(Object.entries(headers));
  const betas = [own['anthropic-beta'] ?? [], Array.isArray(params.betas) ? params.betas : []]
    .flat()
    .join(',');
  const target = {
    ...settings.target,
    headers: { ...settings.target.headers, ...own, ...(betas !== '' && { 'anthropic-beta': betas }) },
  };
  const call = await callApi(
    { ...settings, target },
    { method: 'POST', path: '/v1/messages/count_tokens', body },
  );
  const tokens = isObject(call.body) ? field(call.body, 'input_tokens') : undefined;
  return {
    tokens: typeof tokens === 'number' ? tokens : undefined,
    diagnosis: diagnose(call.attributes, { durationSeconds: call.durationSeconds }),
  };
}
