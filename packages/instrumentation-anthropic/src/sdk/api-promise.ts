// Where a response becomes what the application gets: `APIPromise`, of which parse() gives a value and asResponse() the response.
import type { CallObserver, WatchedBody } from '../call/call-observer.ts';
import { guard } from '../guard.ts';
import type { Wrapper } from './patch.ts';
import type { SdkApiPromise, SdkClientPrototype } from './sdk-internals.ts';

/** Tells `made` of the first promise that a client makes under an observer. */
export const wrapRequest =
  (
    made: (client: unknown, promise: object, observer: CallObserver) => void,
  ): Wrapper<SdkClientPrototype['request' | 'requestAPIList']> =>
  (original, observer) => {
    let madeFor: CallObserver | undefined;
    return function (this: unknown, ...args) {
      const promise = original.apply(this, args);
      const active = observer();
      if (active && active !== madeFor) {
        madeFor = active;
        guard('patching what a client makes', () => made(this, promise, active));
      }
      return promise;
    };
  };

/**
 * The SDK reads the body: once, however often it is asked for. Nothing is set on the promise: an `APIPromise` with a
 * property that changed stays until the old heap is searched, with its whole call (measured on Node.js 24).
 */
export const wrapParse: Wrapper<SdkApiPromise['parse']> = (original, observer) =>
  function (this: SdkApiPromise) {
    const active = this.parsedPromise === undefined ? observer() : undefined;
    if (!active) return original.call(this);
    let body: WatchedBody | undefined;
    // Before the SDK's own handlers, so that a body is known to be parsed when the SDK looks at its stream.
    guard('looking for the call of a body', () =>
      this.responsePromise.then((props) => {
        guard('recording the parsing of a body', () => {
          body = active.bodyOf(props);
          body?.parsing();
        });
      }, ignored),
    );
    const parsed = original.call(this);
    // Whoever has called this handles a rejection.
    guard('waiting for a body', () =>
      parsed.then(
        (value) => guard('recording a body', () => body?.parsed(value)),
        (error) => guard('recording an unreadable body', () => body?.failed(error)),
      ),
    );
    return parsed;
  };

const ignored = (): undefined => undefined;

/** Makes a promise of something else, such as the structured output of a message, which may throw. */
export const wrapThenUnwrap: Wrapper<SdkApiPromise['_thenUnwrap']> = (original, observer) =>
  function (this: SdkApiPromise, transform, ...rest) {
    const active = observer();
    const observed: typeof transform = (value, props, ...more) => {
      guard('recording a body', () => active?.bodyOf(props)?.parsed(value));
      return transform(value, props, ...more);
    };
    return original.call(this, active ? observed : transform, ...rest);
  };

/** The application takes the response, to read it in its own way. */
export const wrapAsResponse: Wrapper<SdkApiPromise['asResponse']> = (original, observer) =>
  function (this: SdkApiPromise) {
    const active = observer();
    const response = original.call(this);
    if (active)
      guard('looking for a response', () =>
        this.responsePromise.then(
          (props) => guard('handing over a response', () => active.bodyOf(props)?.handedOver(props.response)),
          ignored,
        ),
      );
    return response;
  };
