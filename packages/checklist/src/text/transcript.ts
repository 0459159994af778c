// The events of a stream as `curl -N`, a debugger or a log shows them: how far it came, and what ended it.
import type { AnswerRead } from './message-object.ts';

/** A line of an event stream, with its fields or only with the JSON. */
export const EVENT: RegExp =
  /^(?:event: ?[a-z_]{3,40}\s{0,4}$|data: ?\{|:\s|\{"type":\s?"(?:message_start|content_block_start|content_block_delta|content_block_stop|message_delta|message_stop|ping)")/;

const STARTED = /"type":\s?"message_start"/;
const STOPPED = /"type":\s?"message_stop"/;
const ERROR = /"type":\s?"error"/;

/** curl's: the connection broke. */
const CUT = /^curl: \((?:18|56|92)\)/m;

/** What a transcript without an error shows; nothing for a text that is none, and for a whole answer. */
export function transcriptIn(text: string): AnswerRead | undefined {
  const start = text.search(STARTED);
  if (start < 0 || STOPPED.test(text) || ERROR.test(text)) return undefined;
  const isCut = CUT.test(text);
  const last = text.trimEnd().lastIndexOf('\n') + 1;
  return {
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'error.type': isCut ? 'stream_interrupted' : 'stream_incomplete',
      'http.response.status_code': 200,
      'anthropic.stream.outcome': isCut ? 'interrupted' : 'incomplete',
      'anthropic.stream.events': [...text.matchAll(/"type":\s?"(?:message|content_block|ping)/g)].length,
    },
    used: [{ value: text.slice(last), start: last, end: text.trimEnd().length }],
  };
}
