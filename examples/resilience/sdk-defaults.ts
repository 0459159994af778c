// The other service, which only has the SDK with its defaults.
import type Anthropic from '@anthropic-ai/sdk';
import type { Question } from './attempt.ts';
import { isWhole, textOf } from './policies/resume.ts';
import type { Reply } from './service.ts';

export class SdkDefaults {
  readonly #client: Anthropic;

  constructor(client: Anthropic) {
    this.#client = client;
  }

  /** @throws the SDK's error. */
  async ask(_key: string, { params, stream }: Question, user: AbortSignal): Promise<Reply> {
    const request = { signal: user };
    const { messages } = this.#client;
    const answering = stream
      ? messages.stream(params, request).withResponse()
      : messages.create(params, request).withResponse();
    const { data, request_id } = await answering;
    const message = 'finalMessage' in data ? await data.finalMessage() : data;
    return {
      kind: isWhole(message) ? 'answer' : 'part',
      text: textOf(message),
      requestIds: [request_id ?? ''],
    };
  }
}
