// Calls with AWS's SDK: Converse, and InvokeModel.
import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { printForms, signalOf } from './forms.mjs';

await printForms(make, {
  'InvokeModel console.error': (error, out) => out.error(error.invoked),
});

async function make(call) {
  const { baseURL, params, maxRetries } = call;
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: baseURL,
    maxAttempts: maxRetries + 1,
    credentials: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
    // The simulator does not speak HTTP/2.
    requestHandler: new NodeHttpHandler(),
  });
  const options = { abortSignal: signalOf(call) };
  const body = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: params.max_tokens,
    messages: params.messages,
  };
  const invoked = await client
    .send(new InvokeModelCommand({ modelId: params.model, body: JSON.stringify(body) }), options)
    .catch((error) => error);
  const messages = [{ role: 'user', content: [{ text: 'Hello' }] }];
  return await client
    .send(new ConverseCommand({ modelId: params.model, messages }), options)
    .catch((error) => {
      throw Object.defineProperty(error, 'invoked', { value: invoked });
    });
}
