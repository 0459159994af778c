// The resumption: it continues an answer that stops at max_tokens, pauses or breaks off.
import type Anthropic from '@anthropic-ai/sdk';
import type { Partial, Piece, Question } from '../attempt.ts';
import { SETTINGS } from '../settings.ts';
import type { Notes } from './notes.ts';

/** The answer ended in a way that no further request to this model changes. */
export class Unfinished extends Error {}

/** The answer exceeds the number of continuations. */
export class TooLong extends Error {}

const ENDS_BY_ITSELF = ['end_turn', 'stop_sequence', 'tool_use'];
export const isWhole = ({ stop_reason, content }: Anthropic.Message): boolean =>
  ENDS_BY_ITSELF.includes(stop_reason ?? '') && content.length > 0;

export const textOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

const GO_ON = { role: 'user', content: 'Continue exactly where you stopped.' } as const;

/** A question with the answer so far. */
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

  /** Keeps the text before a broken stream, so that it is not paid twice. */
  keep({ text, requestId }: Partial): void {
    if (text === '') return;
    this.requestIds.push(requestId);
    this.text += text;
    this.#turns.push({ role: 'assistant', content: text }, GO_ON);
  }

  /** @returns whether the answer is complete. */
  add({ message, requestId }: Piece): boolean {
    const text = textOf(message);
    if (message.stop_reason === 'max_tokens') {
      this.keep({ text, requestId });
      return false;
    }
    this.requestIds.push(requestId);
    switch (message.stop_reason) {
      case 'pause_turn':
        // The content is sent back unchanged, because it may contain blocks of server tools.
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

/** Requests piece after piece until the answer is complete. */
export async function untilWhole(draft: Draft, notes: Notes, next: () => Promise<Piece>): Promise<void> {
  for (let pieces = 0; pieces <= SETTINGS.continuations; pieces++) {
    if (draft.add(await next())) return;
    notes.add('continue', { piece: pieces + 1 });
  }
  throw new TooLong(`the answer did not end in ${SETTINGS.continuations + 1} pieces`);
}
