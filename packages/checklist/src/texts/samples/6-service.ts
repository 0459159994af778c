// Samples that the pages of step 6, service, show first.
import type { Sample } from './sample.ts';

export type ServiceSample = 'breaker' | 'probe' | 'requestId';

export const serviceSamples: Readonly<Record<ServiceSample, Sample>> = {
  breaker: {
    title: 'A circuit breaker',
    code: `let failures = 0;
let openUntil = 0;
/** Nothing while the breaker is open: answer from a fallback then. */
async function ask(content: string): Promise<Anthropic.Message | undefined> {
  if (Date.now() < openUntil) return undefined;
  try {
    const message = await client.messages.create({ ...params, messages: [{ role: 'user', content }] });
    failures = 0;
    return message;
  } catch (error) {
    if (!(error instanceof Anthropic.InternalServerError)) throw error;
    failures += 1;
    if (failures >= 3) openUntil = Date.now() + 30_000;
    return undefined;
  }
}
for (const content of questions) console.log(await ask(content));`,
  },
  probe: {
    title: 'Send the smallest request from your own process',
    code: `const { model } = params;
await client.messages.create({ model, max_tokens: 1, messages: [{ role: 'user', content: 'Hello' }] });`,
  },
  requestId: {
    title: 'What support needs to know',
    code: `try {
  await client.messages.create(params);
} catch (error) {
  if (error instanceof Anthropic.APIError) console.error(error.status, error.type, error.requestID);
  throw error;
}`,
  },
};
