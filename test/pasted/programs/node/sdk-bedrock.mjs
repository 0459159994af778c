// Calls with Anthropic's SDK for Bedrock.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { printForms } from './forms.mjs';

await printForms(({ baseURL, params, maxRetries }) =>
  new AnthropicBedrock({
    baseURL,
    maxRetries,
    awsRegion: 'us-east-1',
    awsAccessKey: 'AKIAIOSFODNN7EXAMPLE',
    awsSecretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }).messages.create(params),
);
