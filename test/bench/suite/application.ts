// The application: a client of the SDK as a subject would have it, and the request it sends.
import { createRequire } from 'node:module';
import type Anthropic from '@anthropic-ai/sdk';
import type { Client, Subject, WorkName } from './subject.ts';
import type { Fetch } from './transport.ts';

export type { Client } from './subject.ts';

export const PARAMS: Anthropic.MessageCreateParamsNonStreaming = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  system: 'You answer in one paragraph.',
  messages: [
    { role: 'user', content: 'What does a 429 mean?' },
    { role: 'assistant', content: 'That a limit was reached.' },
    { role: 'user', content: [{ type: 'text', text: 'And what do I do about it?' }] },
  ],
};

/** A client that `subject` observes and that `fetch` answers. @param work that it is used for: of a first call, none. */
export function clientOf(subject: Subject, fetch: Fetch, work?: WorkName): Client {
  const { Anthropic: Class } = createRequire(import.meta.url)('@anthropic-ai/sdk') as {
    Anthropic: typeof Anthropic;
  };
  const client = new Class({
    apiKey: 'sk-ant-none',
    baseURL: 'https://api.anthropic.com',
    logLevel: 'off',
    maxRetries: 2,
    fetch: subject.wrapFetch?.(fetch, work) ?? fetch,
    ...(!subject.sdkSpans && { openTelemetry: false }),
  });
  return subject.wrap?.(client, work) ?? client;
}
