// A prompt that is too long: the server counts its tokens, and refuses it until its oldest turns are gone.
import type { RequestView } from '@sevenstep/anthropic-simulator';
import type { Proof } from './proof.ts';

const MESSAGES: readonly unknown[] = [
  { role: 'user', content: 'Read this. '.repeat(60_000) },
  { role: 'assistant', content: 'I have read it.' },
  { role: 'user', content: 'What is next?' },
];

const isLong = ({ bodyBytes }: RequestView): boolean => bodyBytes > 600_000;

export const longPrompt: Pick<Proof, 'server' | 'calls'> = {
  server: (own) => [
    {
      when: { path: '/v1/messages/count_tokens', matches: isLong },
      answer: { usage: { input_tokens: 210_000 } },
    },
    { when: { path: '/v1/messages/count_tokens' }, answer: { usage: { input_tokens: 20 } } },
    ...own.map((fault) => ({ ...fault, when: { matches: isLong } })),
  ],
  calls: [{ maxRetries: 0, params: { messages: MESSAGES } }],
};
