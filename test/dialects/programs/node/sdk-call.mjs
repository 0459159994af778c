// Calls with the TypeScript SDK, as an application does.
import { pause, signalOf } from './serve.mjs';

/** @param Anthropic the class, as the instrumentation patched it */
export async function callSdk(Anthropic, call, options = {}) {
  const { apiKey, keyError, baseURL, headers, maxRetries, timeoutMs, params, betas, method, beta } = call;
  const client = new Anthropic({
    baseURL,
    apiKey: keyError === undefined ? apiKey : () => Promise.reject(new Error(keyError)),
    authToken: null,
    defaultHeaders: headers,
    maxRetries,
    logLevel: 'off',
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    ...options,
  });
  const messages = beta ? client.beta.messages : client.messages;
  const request = { signal: signalOf(call) };
  const body = { ...params, ...(betas.length > 0 && { betas }) };
  if (method === 'create') return await messages.create(body, request);
  if (method === 'tool-runner') return await client.beta.messages.toolRunner(body, request);
  const stream =
    method === 'stream'
      ? messages.stream(body, request)
      : await messages.create({ ...body, stream: true }, request);
  let events = 0;
  for await (const _ of stream) {
    events += 1;
    if (events === call.stopAfterEvents) break;
    if (call.pauseBetweenEventsMs !== undefined) await pause(call.pauseBetweenEventsMs);
  }
}
