// Describes an unnamed fault by its effect, in the words of the text form.
import { errorTypeOfStatus, statusOfErrorType } from '../api/error-types.ts';
import { DEFAULT_STALL_MS } from './limits.ts';
import type { Fault, FaultResponse, StreamFault } from './script.ts';
import { STREAM_WORDS } from './words.ts';

/** The fault's name, else its effect. A fault without effect is `ok`. */
export function describeFault(fault: Fault): string {
  if (fault.name !== undefined) return fault.name;
  const parts: string[] = [];
  if (fault.delayMs !== undefined) parts.push(`delay ${fault.delayMs}`);
  if (fault.connection !== undefined) parts.push(fault.connection);
  if (fault.response !== undefined) parts.push(describeResponse(fault.response));
  if (fault.stream !== undefined) parts.push(describeStream(fault.stream));
  if (fault.answer !== undefined) parts.push('answer');
  return parts.join(', ') || 'ok';
}

/** Whether a fault changes nothing, such as an `ok` in a script. */
export const isHarmless = ({ delayMs, connection, response, stream, answer }: Fault): boolean =>
  !delayMs && !connection && !response && !stream && !answer;

const describeResponse = ({ status, error, body }: FaultResponse): string => {
  const sent = status ?? (error && statusOfErrorType(error.type));
  if (sent === undefined) return body === undefined ? 'headers' : 'body';
  return error && error.type !== errorTypeOfStatus(sent) ? `${sent} ${error.type}` : `${sent}`;
};

const describeStream = ({ after, then, error, stallMs }: StreamFault): string => {
  const words: (string | number)[] = [STREAM_WORDS[then]];
  if (then === 'stall') words.push(stallMs ?? DEFAULT_STALL_MS);
  if (then === 'error' && error) words.push(error.type);
  const [unit, n] = Object.entries(after)[0] ?? ['events', 0];
  return [...words, 'after', n, n === 1 ? unit.slice(0, -1) : unit].join(' ');
};
