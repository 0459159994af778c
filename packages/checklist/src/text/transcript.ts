// Reads the events of a stream as `curl -N`, a debugger or a log shows them: how far it got, and what ended it.
import type { AnswerRead } from './message-object.ts';

/** A line of an event stream, with its field names or only the JSON. */
export const EVENT: RegExp =
  /^[ \t]{0,8}(?:event: ?[a-z_]{3,40}\s{0,4}$|data: ?\{|:\s|\{"type":\s?"(?:message_start|content_block_start|content_block_delta|content_block_stop|message_delta|message_stop|ping)")/;

const STARTED = /"type":\s?"message_start"/;
const STOPPED = /"type":\s?"message_stop"/;
const ERROR = /"type":\s?"error"/;

/** Words around a transcript whose beginning is left out. */
const STOPS = /\b(?:0|no|without(?: a)?|never) `?(?:event: )?message_stop\b|\bstream (?:just )?stops mid\b/i;

/** curl's messages for a broken connection. */
const CUT = /^curl: \((?:18|56|92)\)/m;

/** The answer in a transcript without an error; `undefined` for other texts, and for a complete answer. */
export function transcriptIn(text: string): AnswerRead | undefined {
  if ((!STARTED.test(text) && !STOPS.test(text)) || STOPPED.test(text) || ERROR.test(text)) return undefined;
  const isCut = CUT.test(text);
  const events = [...text.matchAll(/"type":\s?"(?:message_|content_block_|ping)/g)].length;
  // The beginning of a healthy stream, as documents quote it.
  if (!isCut && events < 2) return undefined;
  const last = text.trimEnd().lastIndexOf('\n') + 1;
  return {
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'error.type': isCut ? 'stream_interrupted' : 'stream_incomplete',
      'http.response.status_code': 200,
      'anthropic.stream.outcome': isCut ? 'interrupted' : 'incomplete',
      'anthropic.stream.events': events,
    },
    used: [{ value: text.slice(last), start: last, end: text.trimEnd().length }],
  };
}
