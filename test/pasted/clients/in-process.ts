// Calls with the repository's copy of the TypeScript SDK, for rows with a server between it and the API.
import { inspect } from 'node:util';
import Anthropic from '@anthropic-ai/sdk';
import type { CallSpec, Printed } from '../client.ts';

/** Forms that {@link printedByTypescript} prints. */
export const TYPESCRIPT_FORMS = ['TypeScript', 'TypeScript console.error'] as const;

/** An application's output for an error that it catches; nothing without an error. */
export async function printedByTypescript({
  baseURL,
  apiKey,
  params,
  stream,
  maxRetries,
}: CallSpec): Promise<Printed> {
  const client = new Anthropic({ baseURL, apiKey, authToken: null, maxRetries });
  try {
    const message = await client.messages.create({
      ...(params as unknown as Anthropic.MessageCreateParamsNonStreaming),
      stream,
    });
    if (Symbol.asyncIterator in message) for await (const _ of message);
    return {};
  } catch (error) {
    return { TypeScript: String(error), 'TypeScript console.error': inspect(error) };
  }
}
