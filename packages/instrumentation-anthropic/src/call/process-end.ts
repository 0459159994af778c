// Ends the calls that are still under way when the process ends.
import { guard } from '../guard.ts';

/** Ends the calls that are under way. */
type EndCalls = () => void;

/** One listener serves all instrumentations. */
const ends = new Set<EndCalls>();
let isListening = false;

/**
 * Calls `end` when the event loop is empty: an unread response stays unread then, and no garbage collection follows. It runs
 * before other listeners of `beforeExit`, because those send the spans.
 *
 * @returns a function that removes `end`.
 */
export function atProcessEnd(end: EndCalls): () => void {
  ends.add(end);
  if (!isListening) listen();
  return () => void ends.delete(end);
}

function listen(): void {
  isListening = true;
  const { process } = globalThis;
  const endAll = () => {
    for (const end of ends) guard('ending calls with the process', end);
  };
  // Edge runtimes have no `process`, or one without this method.
  guard('listening for the end', () => process?.prependListener?.('beforeExit', endAll));
}
