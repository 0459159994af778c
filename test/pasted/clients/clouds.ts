// The clients of the clouds: AWS's SDK, and Anthropic's for Bedrock and Vertex.
import type { Client } from '../client.ts';
import { bedrockSituations, vertexSituations } from '../clouds.ts';
import { installNode } from '../install.ts';
import { NODE_FORMS, runNode } from './node-program.ts';

export const awsSdk: Client = {
  id: 'aws-sdk-js',
  title: '`@aws-sdk/client-bedrock-runtime` 3.1164.0',
  forms: [...NODE_FORMS, 'InvokeModel console.error'],
  situations: bedrockSituations,
  install: () =>
    installNode('aws-sdk', {
      '@aws-sdk/client-bedrock-runtime': '3.1164.0',
      '@smithy/node-http-handler': '4.14.2',
    }),
  run: (folder, call) => runNode(folder, 'aws-sdk.mjs', call),
};

export const sdkBedrock: Client = {
  id: 'sdk-bedrock',
  title: '`@anthropic-ai/bedrock-sdk` 1.1.3',
  forms: NODE_FORMS,
  situations: bedrockSituations,
  install: () =>
    installNode('sdk-bedrock', { '@anthropic-ai/bedrock-sdk': '1.1.3', '@anthropic-ai/sdk': '1.14.0' }),
  run: (folder, call) => runNode(folder, 'sdk-bedrock.mjs', call),
};

export const sdkVertex: Client = {
  id: 'sdk-vertex',
  title: '`@anthropic-ai/vertex-sdk` 1.1.3',
  forms: NODE_FORMS,
  situations: vertexSituations,
  install: () =>
    installNode('sdk-vertex', { '@anthropic-ai/vertex-sdk': '1.1.3', '@anthropic-ai/sdk': '1.14.0' }),
  run: (folder, call) => runNode(folder, 'sdk-vertex.mjs', call),
};
