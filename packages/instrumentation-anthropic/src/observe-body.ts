// Watches a response's body being parsed, by the SDK or by the application itself, and reads nothing of its own.
import { guard } from './guard.ts';
import { observeRawStream } from './observe-raw-stream.ts';
import type { StreamWatcher } from './observe-stream.ts';
import { shadow } from './shadow.ts';

/** What is reported of a body. */
export interface BodyWatcher {
  /** It was read whole, to this value where it is JSON or text. */
  parsed(value: unknown): void;
  failed(error: unknown): void;
  /** The application took it to read it in its own way. */
  taken(): void;
  /** Its bytes are about to be read one by one: who is told of them, or nobody. */
  reading(): StreamWatcher | undefined;
}

/** The methods that consume a body. Those whose value is not JSON or text are reported without it. */
const READERS = ['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData'] as const;
const WITH_VALUE: ReadonlySet<string> = new Set(['json', 'text']);

/**
 * Reports what becomes of `response`'s body. Its members are shadowed on this one response, not enumerable, so
 * nothing is cloned and nobody else's responses change.
 *
 * @returns what takes the shadows off again, for a body that is known to be read elsewhere.
 */
export function observeBody(response: Response, watcher: BodyWatcher): () => void {
  // Reading a body whole gets a reader of its stream, which is then not somebody else's reading.
  let wholly = false;
  for (const name of READERS) {
    const read: unknown = Reflect.get(response, name);
    if (typeof read !== 'function') continue;
    shadow(response, name, async (): Promise<unknown> => {
      wholly = true;
      let value: unknown;
      try {
        value = await (read as () => Promise<unknown>).call(response);
      } catch (error) {
        guard('recording an unreadable body', () => watcher.failed(error));
        throw error;
      }
      guard('recording a body', () => watcher.parsed(WITH_VALUE.has(name) ? value : undefined));
      return value;
    });
  }

  const clone = response.clone.bind(response);
  shadow(response, 'clone', () => {
    guard('recording a body that was cloned', () => watcher.taken());
    return clone();
  });

  let watched: unknown;
  const body = (): unknown => {
    const stream: unknown = Reflect.get(Object.getPrototypeOf(response), 'body', response);
    // Looking at the body is not reading it; the SDK looks at it, too.
    if (stream instanceof ReadableStream && stream !== watched) {
      watched = stream;
      guard('observing a body', () =>
        observeRawStream(stream, {
          reading: () => (wholly ? undefined : watcher.reading()),
          unseen: () => watcher.taken(),
        }),
      );
    }
    return stream;
  };
  Object.defineProperty(response, 'body', { get: body, configurable: true, enumerable: false });
  return () => {
    for (const name of [...READERS, 'clone', 'body']) Reflect.deleteProperty(response, name);
  };
}
