// The frames of an error's stack, without the message in front of them, which can hold anything.
import { field } from '../values.ts';
import { oneLine } from './harmful.ts';
import { redactSecrets } from './redact.ts';

const MAX_LENGTH = 4096;
const MAX_MESSAGE = 1024 * 1024;
/** The number of characters to compare at the beginning and the end of a message. */
const COMPARED = 64;

/** At most 4096 characters. `undefined` if the message is not found in the stack, because it cannot be removed. */
export function stackFrames(error: unknown): string | undefined {
  const message = field(error, 'message');
  // Reading `stack` makes V8 build it with the message in it: about a millisecond per megabyte.
  if (typeof message !== 'string' || message.length > MAX_MESSAGE) return undefined;
  const stack = field(error, 'stack');
  if (typeof stack !== 'string') return undefined;
  const end = endOfMessage(stack, message);
  if (end === undefined) return undefined;
  // Cut before splitting. The last line may be incomplete.
  const lines = stack.slice(end, end + MAX_LENGTH).split('\n');
  const first = lines.shift();
  const behind = lines.findIndex((line) => !/^\s+at /.test(line));
  const frames = behind === -1 ? lines : lines.slice(0, behind);
  return first === '' && frames.length > 0 ? redactSecrets(frames.map(oneLine).join('\n')) : undefined;
}

/** The index after the message, which follows the error's name or begins the stack. Compares only its ends: it may be long. */
function endOfMessage(stack: string, message: string): number | undefined {
  const name = /^[^\n:]{1,300}: /.exec(stack.slice(0, 302))?.[0] ?? '';
  if (message === '') return stack.slice(0, 302).indexOf('\n');
  const isAt = (start: number): boolean => {
    const end = start + message.length;
    const tail = Math.max(start, end - COMPARED);
    return (
      stack.startsWith(message.slice(0, COMPARED), start) &&
      stack.slice(tail, end) === message.slice(-COMPARED)
    );
  };
  const start = [name.length, 0].find(isAt);
  return start === undefined ? undefined : start + message.length;
}
