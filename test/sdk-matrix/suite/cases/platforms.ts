// Cases: the clients of Bedrock, Vertex, Foundry and AWS, in the cells that have their packages.
import type Anthropic from '@anthropic-ai/sdk';
import { type Case, PARAMS, STREAM_PARAMS, type Stage } from '../case.ts';

interface Platform {
  readonly package: string;
  readonly client: string;
  readonly provider: string;
  /** Foundry and AWS speak the API itself. */
  readonly server: 'simulator' | 'canned';
  readonly options: object;
}

const PLATFORMS: readonly Platform[] = [
  {
    package: '@anthropic-ai/bedrock-sdk',
    client: 'AnthropicBedrock',
    provider: 'aws.bedrock',
    server: 'canned',
    options: { apiKey: null, skipAuth: true, awsRegion: 'us-east-1' },
  },
  {
    package: '@anthropic-ai/bedrock-sdk',
    client: 'AnthropicBedrockMantle',
    provider: 'aws.bedrock',
    server: 'simulator',
    options: { awsRegion: 'us-east-1' },
  },
  {
    package: '@anthropic-ai/vertex-sdk',
    client: 'AnthropicVertex',
    provider: 'gcp.vertex_ai',
    server: 'canned',
    options: {
      apiKey: undefined,
      projectId: 'p',
      region: 'r',
      authClient: { getRequestHeaders: async () => new Headers(), projectId: 'p' },
    },
  },
  {
    package: '@anthropic-ai/foundry-sdk',
    client: 'AnthropicFoundry',
    provider: 'anthropic',
    server: 'simulator',
    options: {},
  },
  {
    package: '@anthropic-ai/aws-sdk',
    client: 'AnthropicAws',
    provider: 'anthropic',
    server: 'simulator',
    options: { workspaceId: 'wrkspc_1', awsRegion: 'us-east-1' },
  },
];

/** How a stream breaks, the model that has the canned server do it, the simulator's script (it sends a ping, too), and the outcome. */
const BREAKS = [
  ['is cut', 'claude-cut', '*: cut after 4 events', 'interrupted'],
  ['ends too early', 'claude-end', '*: end after 4 events', 'incomplete'],
] as const;

function clientOf({ platforms, clientOptions }: Stage, platform: Platform): Anthropic {
  const Client = platforms[platform.package]?.[platform.client];
  if (!Client) throw new Error(`${platform.package} has no ${platform.client}`);
  return new Client({ ...clientOptions(), ...platform.options });
}

const ways = (platform: Platform): readonly Case[] => {
  const { client: name, provider, server } = platform;
  const common = {
    feature: 'platforms' as const,
    server,
    needs: (_: Anthropic, { platforms }: Stage) => platform.package in platforms,
  };
  const attributes = {
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': 'claude-sonnet-5',
    'gen_ai.usage.input_tokens': 25,
    'gen_ai.usage.output_tokens': 12,
  };
  return [
    {
      ...common,
      name: `${name}: create`,
      run: (stage) => clientOf(stage, platform).messages.create(PARAMS),
      calls: [{ method: 'messages.create', attributes }],
    },
    {
      ...common,
      name: `${name}: a stream`,
      run: async (stage) => {
        const stream = await clientOf(stage, platform).messages.create(STREAM_PARAMS);
        for await (const { type } of stream) stage.saw(type);
        return stream.constructor.name;
      },
      calls: [
        { method: 'messages.create', attributes: { ...attributes, 'anthropic.stream.outcome': 'completed' } },
      ],
    },
    {
      ...common,
      name: `${name}: the stream helper`,
      run: (stage) => clientOf(stage, platform).messages.stream(PARAMS).finalText(),
      calls: [
        { method: 'messages.stream', attributes: { ...attributes, 'anthropic.stream.outcome': 'completed' } },
      ],
    },
    ...BREAKS.map(([what, model, script, outcome]) => ({
      ...common,
      name: `${name}: a stream that ${what}`,
      ...(server === 'simulator' && { script }),
      run: async (stage: Stage) => {
        const stream = await clientOf(stage, platform).messages.create({ ...STREAM_PARAMS, model });
        for await (const { type } of stream) stage.saw(type);
      },
      calls: [
        {
          method: 'messages.create',
          failed: true,
          attributes: {
            'gen_ai.provider.name': provider,
            'gen_ai.usage.input_tokens': 25,
            'anthropic.stream.outcome': outcome,
            'anthropic.stream.events': 3,
          },
        },
      ],
    })),
    {
      ...common,
      name: `${name}: an error`,
      server: 'canned',
      run: (stage) => clientOf(stage, platform).messages.create({ ...PARAMS, model: 'claude-unknown' }),
      calls: [
        {
          method: 'messages.create',
          failed: true,
          attributes: { 'gen_ai.provider.name': provider, 'http.response.status_code': 404 },
        },
      ],
    },
  ];
};

export const PLATFORM_CASES: readonly Case[] = PLATFORMS.flatMap(ways);
