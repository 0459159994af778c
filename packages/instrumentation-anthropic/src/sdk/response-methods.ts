// Watches a response before the SDK has it, where the SDK is not patched: its own methods report what they give.
import { guard } from '../guard.ts';
import { type BodyStreamWatcher, forgetBodyStream, watchBodyStream } from './body-stream.ts';
import { shadow } from './shadow.ts';

/** Receives the reports on a body that is read whole. */
export interface BodyWatcher {
  /** Its reading begins. The methods below report it. */
  parsing(): void;
  parsed(value: unknown): void;
  failed(error: unknown): void;
}

/**
 * Shadows, not enumerable, the methods with which the SDK reads this one response.
 *
 * @param stream gets its bytes, if they are read one by one. Then copies of the response are watched, too: the first one
 * that is read shows how the call went.
 */
export function watchResponse(response: Response, watcher: BodyWatcher, stream?: BodyStreamWatcher): void {
  for (const name of ['json', 'text'] as const) {
    const read = response[name];
    shadow(response, name, function (this: Response, ...args: []) {
      guard('recording the reading of a body', () => watcher.parsing());
      const value: Promise<unknown> = read.apply(this, args);
      Promise.resolve(value).then(
        (parsed) => guard('recording a body', () => watcher.parsed(parsed)),
        (error) => guard('recording an unreadable body', () => watcher.failed(error)),
      );
      return value;
    });
  }
  if (!stream) return;
  const { body, clone } = response;
  if (body) watchBodyStream(body, stream);
  shadow(response, 'clone', function (this: Response) {
    const before = response.body;
    // Both read from other streams since. node-fetch pipes this one into them.
    if (before) forgetBodyStream(before);
    let copy: Response;
    try {
      copy = clone.apply(this);
    } catch (error) {
      // Its reader goes on.
      if (before) watchBodyStream(before, stream);
      throw error;
    }
    guard('observing a copy of a body', () => {
      watchResponse(copy, watcher, stream);
      if (response.body) watchBodyStream(response.body, stream);
    });
    return copy;
  });
}
