// Samples that the pages of step 6, service, show first.
import type { Sample } from './sample.ts';

export type ServiceSample = 'breaker' | 'probe' | 'requestId';

export const serviceSamples: Readonly<Record<ServiceSample, Sample>> = {
  breaker: {
    title: 'A circuit breaker',
    code: `let failures = 0;
let closedUntil = 0;
async function guarded(): Promise<Anthropic.Message> {
  if (Date.now() < closedUntil) throw new Error('The API failed three times in a row: not called');
  try {
    const message = await client.messages.create(params);
    failures = 0;
    return message;
  } catch (error) {
    if (error instanceof Anthropic.InternalServerError && ++failures >= 3) closedUntil = Date.now() + 30_000;
    throw error;
  }
}`,
  },
  probe: {
    title: 'From inside the process, with the smallest request',
    code: `const { model } = params;
await client.messages.create({ model, max_tokens: 1, messages: [{ role: 'user', content: 'Hello' }] });`,
  },
  requestId: {
    title: 'Keep the request id for support',
    code: `try {
  await client.messages.create(params);
} catch (error) {
  if (error instanceof Anthropic.APIError) console.error(error.status, error.type, error.requestID);
  throw error;
}`,
  },
};
