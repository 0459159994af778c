// The clients of the clouds: AWS's SDK, and Anthropic's for Bedrock and Vertex.
import type { Client, Situation } from '../client.ts';
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

const anthropicSdk = (cloud: 'bedrock' | 'vertex', situations: readonly Situation[]): Client => ({
  id: `sdk-${cloud}`,
  title: `\`@anthropic-ai/${cloud}-sdk\` 1.1.3`,
  forms: NODE_FORMS,
  situations,
  install: () =>
    installNode(`sdk-${cloud}`, { [`@anthropic-ai/${cloud}-sdk`]: '1.1.3', '@anthropic-ai/sdk': '1.14.0' }),
  run: (folder, call) => runNode(folder, `sdk-${cloud}.mjs`, call),
});

export const sdkBedrock: Client = anthropicSdk('bedrock', bedrockSituations);
export const sdkVertex: Client = anthropicSdk('vertex', vertexSituations);
