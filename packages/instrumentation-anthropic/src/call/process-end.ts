// The end of the process, at which the calls that are still under way are over, too.
import { guard } from '../guard.ts';

/** Ends the calls that are under way. */
type EndCalls = () => void;

/** One listener for all, however many instrumentations there are. */
const ends = new Set<EndCalls>();
let isListening = false;

/**
 * Calls `end` when the event loop is empty: nothing more comes of an unread response then, and no garbage collection
 * either. First, because listeners of `beforeExit` send the spans.
 *
 * @returns stops that.
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
  // Edge runtimes have none.
  guard('listening for the end', () => process?.prependListener?.('beforeExit', endAll));
}
