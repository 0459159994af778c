// The resumption: an answer that stops at max_tokens, pauses or breaks off is continued from where it stopped.
import type Anthropic from '@anthropic-ai/sdk';
import type { Partial, Piece, Question } from '../attempt.ts';
import { SETTINGS } from '../settings.ts';
import type { Notes } from './notes.ts';

/** The answer has an end that no further request to this model changes. */
export class Unfinished extends Error {}

/** The answer goes on and on. */
export class TooLong extends Error {}

const ENDS_BY_ITSELF = ['end_turn', 'stop_sequence', 'tool_use'];
export const isWhole = ({ stop_reason, content }: Anthropic.Message): boolean =>
  ENDS_BY_ITSELF.includes(stop_reason ?? '') && content.length > 0;

export const textOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

const GO_ON = { role: 'user', content: 'Continue exactly where you stopped.' } as const;

/** A question with what was answered so far. */
export class Draft {
  text = '';
  readonly requestIds: string[] = [];
  readonly #question: Question;
  readonly #turns: Anthropic.MessageParam[] = [];

  constructor(question: Question) {
    this.#question = question;
  }

  question(model: string): Question {
    const { params, stream } = this.#question;
    return { stream, params: { ...params, model, messages: [...params.messages, ...this.#turns] } };
  }

  /** Keeps what came before a stream broke, so that it is not paid for again. */
  keep({ text, requestId }: Partial): void {
    if (text === '') return;
    this.requestIds.push(requestId);
    this.text += text;
    this.#turns.push({ role: 'assistant', content: text }, GO_ON);
  }

  /** @returns whether the answer is whole. */
  add({ message, requestId }: Piece): boolean {
    const text = textOf(message);
    if (message.stop_reason === 'max_tokens') {
      this.keep({ text, requestId });
      return false;
    }
    this.requestIds.push(requestId);
    switch (message.stop_reason) {
      case 'pause_turn':
        // It goes back as it is: it may hold blocks of server tools.
        this.#turns.push({ role: 'assistant', content: message.content });
        this.text += text;
        return false;
      default:
        if (isWhole(message)) {
          this.text += text;
          return true;
        }
        throw new Unfinished(`the answer ended with ${message.stop_reason}`);
    }
  }
}

/** Asks for piece after piece until the answer is whole. */
export async function untilWhole(draft: Draft, notes: Notes, next: () => Promise<Piece>): Promise<void> {
  for (let pieces = 0; pieces <= SETTINGS.continuations; pieces++) {
    if (draft.add(await next())) return;
    notes.add('continue', { piece: pieces + 1 });
  }
  throw new TooLong(`the answer did not end in ${SETTINGS.continuations + 1} pieces`);
}
