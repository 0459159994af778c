// Finds the platform that served a call, from the provider's name or the host.

/** Who serves Claude: Anthropic's own API, or a cloud in its own name and with its own errors. */
export type Platform = 'anthropic' | 'bedrock' | 'vertex' | 'foundry';

const BY_PROVIDER: ReadonlyMap<string, Platform> = new Map(
  Object.entries({
    'aws.bedrock': 'bedrock',
    'gcp.vertex_ai': 'vertex',
    // Traceloop's and OpenInference's, and the conventions' before 1.30.
    aws: 'bedrock',
    vertex_ai: 'vertex',
    // The AI SDK's (`@ai-sdk/google-vertex`, `@ai-sdk/amazon-bedrock`).
    'google-vertex': 'vertex',
    'vertex.anthropic.messages': 'vertex',
    'googlevertex.anthropic.messages': 'vertex',
    'amazon-bedrock': 'bedrock',
  }),
);

// The base URLs of the SDK's clients: `packages/{bedrock,vertex,foundry}-sdk/src/client.ts`.
const BY_HOST: readonly (readonly [host: RegExp, platform: Platform])[] = [
  [/(^|\.)anthropic\.com$/, 'anthropic'],
  [/(^|\.)bedrock[\w-]*\.[\w-]+\.(amazonaws\.com(\.cn)?|api\.aws)$/, 'bedrock'],
  [/(^|[.-])aiplatform\.([\w-]+\.rep\.)?googleapis\.com$/, 'vertex'],
  [/\.(services\.ai|openai|cognitiveservices)\.azure\.com$/, 'foundry'],
];

/** The platform; `undefined` for a gateway's host, which may lead to any platform. */
export function platformOf(provider: string | undefined, host: string | undefined): Platform | undefined {
  const named = BY_PROVIDER.get(provider ?? '');
  if (named !== undefined || host === undefined) return named;
  return BY_HOST.find(([pattern]) => pattern.test(host.toLowerCase()))?.[1];
}

// https://platform.claude.com/docs/en/about-claude/models/overview: the ids of each platform.
const MODELS: readonly (readonly [model: RegExp, platform: Platform])[] = [
  [/^(arn:aws[\w-]*:bedrock:|([a-z-]{2,12}\.)?anthropic\.claude)/, 'bedrock'],
  [/^claude-[\w.-]+@(\d{8}|default)$/, 'vertex'],
  [/^claude-[\w.-]+$/, 'anthropic'],
];

/** The platform whose form a model id has. Users of Foundry choose the names, so it has no form. */
export function platformOfModel(model: string | undefined): Platform | undefined {
  return model === undefined ? undefined : MODELS.find(([pattern]) => pattern.test(model))?.[1];
}

/** The name of a platform for readers. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  anthropic: 'the Claude API',
  bedrock: 'Amazon Bedrock',
  vertex: 'Google Vertex AI',
  foundry: 'Microsoft Foundry',
};
