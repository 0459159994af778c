// Names the platform that a client calls, in the words of the GenAI conventions.
import type { SdkClient } from '../sdk-objects.ts';

/** Client classes of the platforms' packages. From SDK 0.134 on, a client that does not call `anthropic` names its platform. */
const BY_CLASS: ReadonlyMap<unknown, string> = new Map([
  ['AnthropicBedrock', 'aws.bedrock'],
  ['AnthropicBedrockMantle', 'aws.bedrock'],
  ['AnthropicVertex', 'gcp.vertex_ai'],
]);

/** `gen_ai.provider.name`. Foundry and AWS serve Anthropic's own API, and their clients report `anthropic`. */
export function providerOf(client: SdkClient): string {
  const own = client._genAIProviderName;
  if (typeof own === 'string' && own !== '') return own;
  let prototype: unknown = Object.getPrototypeOf(client);
  while (typeof prototype === 'object' && prototype !== null) {
    const provider = BY_CLASS.get(prototype.constructor?.name);
    if (provider !== undefined) return provider;
    prototype = Object.getPrototypeOf(prototype);
  }
  return 'anthropic';
}

/** Cloud clients send their own user agent (`getUserAgent`, `src/client.ts` of their packages). */
const BY_USER_AGENT = new Map([
  ['Bedrock', 'aws.bedrock'],
  ['BedrockMantle', 'aws.bedrock'],
  ['Vertex', 'gcp.vertex_ai'],
  ['Foundry', 'anthropic'],
  ['Aws', 'anthropic'],
]);

/** `gen_ai.provider.name` for the user agent of a cloud's client; `undefined` for any other. */
export const platformOfUserAgent = (userAgent: string | null): string | undefined =>
  BY_USER_AGENT.get(/^Anthropic(\w+)\/JS /.exec(userAgent ?? '')?.[1] ?? '');

const CLOUDS: ReadonlySet<unknown> = new Set(BY_CLASS.values());

/** Whether a client calls a cloud. Foundry and AWS have Anthropic's provider name, but their own user agent. */
export const isOfCloud = (provider: string | undefined, userAgent: string | null): boolean =>
  CLOUDS.has(provider) || platformOfUserAgent(userAgent) !== undefined;
