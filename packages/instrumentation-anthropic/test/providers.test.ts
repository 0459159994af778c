// The platform of a client, by its own word, its class, or its name in its requests.
import { expect, test } from 'vitest';
import { platformOfUserAgent, providerOf } from '../src/attributes/providers.ts';
import type { SdkClient } from '../src/sdk-objects.ts';

class AnthropicBedrock {}
class AnthropicBedrockMantle {}
class AnthropicVertex {}
class Mine extends AnthropicBedrock {}
class MineToo extends Mine {}
class Other {}

test.each<[client: object, provider: string]>([
  [new AnthropicBedrock(), 'aws.bedrock'],
  [new AnthropicBedrockMantle(), 'aws.bedrock'],
  [new AnthropicVertex(), 'gcp.vertex_ai'],
  [new MineToo(), 'aws.bedrock'],
  [new Other(), 'anthropic'],
  [{}, 'anthropic'],
  [Object.create(null), 'anthropic'],
  [Object.create(Object.create(null)), 'anthropic'],
  // A client says it itself, from SDK 0.134 on.
  [Object.assign(new AnthropicBedrock(), { _genAIProviderName: 'mine' }), 'mine'],
  [Object.assign(new AnthropicBedrock(), { _genAIProviderName: '' }), 'aws.bedrock'],
  [Object.assign(new AnthropicBedrock(), { _genAIProviderName: 7 }), 'aws.bedrock'],
])('%o: %s', (client, provider) => {
  expect(providerOf(client as SdkClient)).toBe(provider);
});

test.each<[userAgent: string | null, provider: string | undefined]>([
  ['AnthropicBedrock/JS 0.12.0', 'aws.bedrock'],
  ['AnthropicBedrockMantle/JS 0.12.0', 'aws.bedrock'],
  ['AnthropicVertex/JS 0.12.0', 'gcp.vertex_ai'],
  ['AnthropicFoundry/JS 0.12.0', 'anthropic'],
  ['AnthropicAws/JS 0.12.0', 'anthropic'],
  ['Anthropic/JS 1.12.0', undefined],
  ['AnthropicOther/JS 1.12.0', undefined],
  ['my AnthropicVertex/JS 0.12.0', undefined],
  ['AnthropicVertex/Python 0.12.0', undefined],
  ['', undefined],
  [null, undefined],
])('a client that calls itself %j is of %s', (userAgent, provider) => {
  expect(platformOfUserAgent(userAgent)).toBe(provider);
});
