// Watches a response's body being parsed, by the SDK or by the application itself, and reads nothing of its own.
import { guard } from './guard.ts';

/** What is reported of a body. */
export interface BodyWatcher {
  /** It was read whole, to this value where it is JSON or text. */
  parsed(value: unknown): void;
  failed(error: unknown): void;
  /** The application took it to read it in its own way, which nobody sees. */
  taken(): void;
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
  const body = () => taken(original('body'));
  Object.defineProperty(response, 'body', { get: body, configurable: true, enumerable: false });
}
