// Finds an answer of the API in a text whose stop reason makes it incomplete or unusable.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Sign, Signs } from './signs.ts';

/** Stop reasons with a rule. The others occur in healthy answers. */
const ODD: ReadonlySet<string> = new Set([
  'max_tokens',
  'refusal',
  'pause_turn',
  'model_context_window_exceeded',
]);

/** Programs' sentences about an empty answer. */
const EMPTY =
  /\b(?:claude|anthropic|the model) (?:API )?(?:has )?return(?:s|ed) (?:an )?empty (?:response|content|message|answer|completion)|\bempty (?:response|content|message) from (?:claude|anthropic|the model)|\bno response from (?:claude|anthropic) \(stop_reason=end_turn/i;

/** Sentences of Claude Code and other programs. */
const SAID: readonly (readonly [words: RegExp, stopReason: string])[] = [
  [EMPTY, 'end_turn'],
  [/\bmodel has reached its context window/i, 'model_context_window_exceeded'],
  [/\bresponse exceeded the \d{1,9} output token maximum/i, 'max_tokens'],
  [
    /\bcan't help with this\. Start a new session|\bunable to respond to this request, which appears to violate our Usage Policy/i,
    'refusal',
  ],
];

/** Marks a sentence that Claude Code writes in place of an answer. */
export const IN_PLACE: RegExp = /\bis_?api_?error_?message\\{0,8}": ?true\b/i;

/** In Claude Code's debug log. */
const STALL = /\bStreaming stall detected: (\d{1,6}(?:\.\d{1,3})?)s gap/;

/** The facts of an answer that is not an error. */
export interface AnswerRead {
  readonly attributes: SpanAttributes;
  readonly used: readonly Sign[];
}

/** Whether the text is an answer of the API as JSON, without an error around it. Its content is already blanked. */
export const isMessageObject = ({ pairs, brackets, text }: Signs): boolean =>
  pairs.some(
    ({ name, value, within }) =>
      name === 'role' &&
      value === 'assistant' &&
      pairs.some((one) => one.within === within && one.name === 'type' && one.value === 'message'),
  ) &&
  !brackets.some(({ name }) => name === 'error' || name === 'err') &&
  !IN_PLACE.test(text);

/** The attributes of an answer with such a stop reason, or without content. */
export function messageIn({ pairs, text, models }: Signs): AnswerRead | undefined {
  const stall = STALL.exec(text);
  if (stall !== null) {
    return {
      attributes: {
        'gen_ai.provider.name': 'anthropic',
        'anthropic.stream.outcome': 'completed',
        'anthropic.stream.longest_gap': Number(stall[1]),
      },
      used: [{ value: stall[0], start: stall.index, end: stall.index + stall[0].length }],
    };
  }
  const said = SAID.find(([words]) => words.test(text));
  if (said !== undefined) {
    const at = text.search(said[0]);
    return {
      attributes: {
        'gen_ai.provider.name': 'anthropic',
        'anthropic.message.stop_reason': said[1],
        ...(said[0] === EMPTY && { 'anthropic.message.content_blocks': 0 }),
      },
      used: [{ value: said[1], start: at, end: at + 120 }],
    };
  }
  const stop = pairs.findLast(({ name, value }) => name === 'stopreason' && /^[a-z_]{3,60}$/.test(value));
  if (stop === undefined) return undefined;
  // In a stream, each block is a separate event.
  const isEmpty =
    stop.value === 'end_turn' &&
    /["']content["']\s{0,4}:\s{0,4}\[\s{0,8}\]/.test(text) &&
    pairs.some(({ name, value }) => name === 'type' && value === 'message') &&
    !text.includes('content_block_start');
  if (!ODD.has(stop.value) && !isEmpty) return undefined;
  const figure = (asked: string): number | undefined => {
    const found = pairs.findLast(({ name, value }) => name === asked && /^\d{1,9}$/.test(value));
    return found === undefined ? undefined : Number(found.value);
  };
  return {
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'anthropic.message.stop_reason': stop.value,
      ...(isEmpty && { 'anthropic.message.content_blocks': 0 }),
      'gen_ai.usage.input_tokens': figure('inputtokens'),
      'gen_ai.usage.output_tokens': figure('outputtokens'),
      'gen_ai.request.max_tokens': figure('maxtokens'),
      'gen_ai.request.model': models[0]?.value,
    },
    used: [stop],
  };
}
