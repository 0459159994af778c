// Watches a response before an unpatched SDK gets it: its own methods report their results.
import { isObject } from '@sevenstep/wire';
import { guard } from '../guard.ts';
import { type BodyStreamWatcher, forgetBodyStream, readsAreSeen, watchBodyStream } from './body-stream.ts';
import { shadow } from './shadow.ts';

/** Receives the reports on a body that is read whole. */
export interface BodyWatcher {
  /** Reading begins. `parsed` or `failed` reports its end. */
  parsing(): void;
  parsed(value: unknown): void;
  failed(error: unknown): void;
}

/**
 * Shadows the methods with which the SDK reads this response, by properties that are not enumerable.
 *
 * @param stream watches the body's stream. Clones of the response are then watched as well, and the first one that is read
 * decides how the call ended.
 * @returns whether reading is seen. A frozen response keeps its methods, and another class may lack some.
 */
export function watchResponse(response: Response, watcher: BodyWatcher, stream?: BodyStreamWatcher): boolean {
  const { body, clone } = response;
  const isSeen = Object.isExtensible(response) && watchMethods(response, watcher);
  if (!stream) return isSeen;
  if (isObject(body)) watchBodyStream(body, stream);
  if (!isSeen) return body instanceof ReadableStream && readsAreSeen();
  if (typeof clone !== 'function') return true;
  shadow(response, 'clone', function (this: Response) {
    const before = response.body;
    // After a clone both responses read other streams. node-fetch pipes this one into them.
    if (before) forgetBodyStream(before);
    let copy: Response;
    try {
      copy = clone.apply(this);
    } catch (error) {
      // The clone failed, so the response keeps its stream.
      if (before) watchBodyStream(before, stream);
      throw error;
    }
    guard('observing a copy of a body', () => {
      watchResponse(copy, watcher, stream);
      if (response.body) watchBodyStream(response.body, stream);
    });
    return copy;
  });
  return true;
}

/** Shadows `json()` and `text()`. @returns false if either is missing. */
function watchMethods(response: Response, watcher: BodyWatcher): boolean {
  const methods = (['json', 'text'] as const).map((name) => [name, response[name]] as const);
  if (methods.some(([, read]) => typeof read !== 'function')) return false;
  for (const [name, read] of methods)
    shadow(response, name, function (this: Response, ...args: []) {
      guard('recording the reading of a body', () => watcher.parsing());
      let value: Promise<unknown>;
      try {
        value = read.apply(this, args);
      } catch (error) {
        guard('recording an unreadable body', () => watcher.failed(error));
        throw error;
      }
      Promise.resolve(value).then(
        (parsed) => guard('recording a body', () => watcher.parsed(parsed)),
        (error) => guard('recording an unreadable body', () => watcher.failed(error)),
      );
      return value;
    });
  return true;
}
