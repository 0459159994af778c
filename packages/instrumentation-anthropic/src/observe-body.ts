// Watches a response's body being parsed, by the SDK or by the application itself, and reads nothing of its own.
import { guard } from './guard.ts';
import { observeRawStream } from './observe-raw-stream.ts';
import type { StreamWatcher } from './observe-stream.ts';

/** What is reported of a body. */
export interface BodyWatcher {
  /** It was read whole, to this value where it is JSON or text. */
  parsed(value: unknown): void;
  failed(error: unknown): void;
  /** The application took it to read it in its own way. */
  taken(): void;
  /** Its bytes are about to be read as a stream: who is told, or nobody, when the SDK's own `Stream` is watched. */
  reading(): StreamWatcher | undefined;
}

/** The methods that consume a body. Those whose value is not JSON or text are reported without it. */
const READERS = ['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData'] as const;
const WITH_VALUE: ReadonlySet<string> = new Set(['json', 'text']);

/**
 * Reports what becomes of `response`'s body. Its members are shadowed on this one response, not enumerable, so
 * nothing is cloned and nobody else's responses change.
 */
export function observeBody(response: Response, watcher: BodyWatcher): void {
  for (const name of READERS) {
    const read: unknown = Reflect.get(response, name);
    if (typeof read !== 'function') continue;
    const observed = async (): Promise<unknown> => {
      let value: unknown;
      try {
        value = await (read as () => Promise<unknown>).call(response);
      } catch (error) {
        guard('recording an unreadable body', () => watcher.failed(error));
        throw error;
      }
      guard('recording a body', () => watcher.parsed(WITH_VALUE.has(name) ? value : undefined));
      return value;
    };
    Object.defineProperty(response, name, {
      value: observed,
      configurable: true,
      writable: true,
      enumerable: false,
    });
  }
  const original = (name: string): unknown => Reflect.get(Object.getPrototypeOf(response), name, response);
  const taken = <Value>(value: Value): Value => {
    guard('recording a body that was taken', () => watcher.taken());
    return value;
  };
  const clone = () => taken((original('clone') as () => Response).call(response));
  Object.defineProperty(response, 'clone', {
    value: clone,
    configurable: true,
    writable: true,
    enumerable: false,
  });
  const streamed = response.headers.get('content-type')?.includes('text/event-stream');
  let watched: unknown;
  const body = () => {
    const stream = original('body');
    if (!streamed || !(stream instanceof ReadableStream)) return taken(stream);
    if (stream !== watched) {
      watched = stream;
      observeRawStream(stream, { reading: () => watcher.reading(), unseen: () => watcher.taken() });
    }
    return stream;
  };
  Object.defineProperty(response, 'body', { get: body, configurable: true, enumerable: false });
}
