// Whose platform a client calls, as the GenAI conventions name it.
import type { SdkClient } from '../sdk-objects.ts';

/** Classes of the platforms' packages. From SDK 0.134 on a client says it itself, where it is not `anthropic`. */
const BY_CLASS: ReadonlyMap<unknown, string> = new Map([
  ['AnthropicBedrock', 'aws.bedrock'],
  ['AnthropicBedrockMantle', 'aws.bedrock'],
  ['AnthropicVertex', 'gcp.vertex_ai'],
]);

/** `gen_ai.provider.name`. Foundry and AWS speak Anthropic's own API, and their clients say so. */
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

/** The clients of clouds name themselves to the server (`getUserAgent`, `src/client.ts` of their packages). */
const BY_USER_AGENT = new Map([
  ['Bedrock', 'aws.bedrock'],
  ['BedrockMantle', 'aws.bedrock'],
  ['Vertex', 'gcp.vertex_ai'],
  ['Foundry', 'anthropic'],
  ['Aws', 'anthropic'],
]);

/** `gen_ai.provider.name` by what a client of a cloud is called in its requests; of any other client `undefined`. */
export const platformOfUserAgent = (userAgent: string | null): string | undefined =>
  BY_USER_AGENT.get(/^Anthropic(\w+)\/JS /.exec(userAgent ?? '')?.[1] ?? '');

const CLOUDS: ReadonlySet<unknown> = new Set(BY_CLASS.values());

/** Whether a client is one of a cloud. Foundry and AWS have Anthropic's provider name, but their own user agent. */
export const isOfCloud = (provider: string | undefined, userAgent: string | null): boolean =>
  CLOUDS.has(provider) || platformOfUserAgent(userAgent) !== undefined;
