// The wrappers of what a call returns: `APIPromise`, of which parse() gives a value and asResponse() the response.
import type { CallObserver, WatchedBody } from '../call/call-observer.ts';
import { guard, stepFailed } from '../guard.ts';
import type { Wrapper } from './patch.ts';
import type { SdkApiPromise, SdkClientPrototype } from './sdk-internals.ts';

/** Passes the first promise that a client makes under an observer to `made`, for each observer: the newest may be disabled first. */
export const wrapRequest =
  (
    made: (client: unknown, promise: object, observer: CallObserver) => void,
  ): Wrapper<SdkClientPrototype['request' | 'requestAPIList']> =>
  (original, observer, observers) => {
    let madeFor: CallObserver | undefined;
    return function (this: unknown, ...args) {
      const promise = original.apply(this, args);
      const active = observer();
      if (active && active !== madeFor) {
        madeFor = active;
        guard('patching what a client makes', () => {
          for (const one of observers) if (one.isEnabled()) made(this, promise, one);
        });
      }
      return promise;
    };
  };

/**
 * The SDK reads the body, only once for several requests of it.
 *
 * The awaited promise has one handler: V8 leaves the frames behind a promise with two out of `error.stack`. We set no field
 * on an `APIPromise`: it would then stay, with its whole call, until the old heap is searched (both on Node.js 24).
 */
export const wrapParse: Wrapper<SdkApiPromise['parse']> = (original, observer) =>
  function (this: SdkApiPromise) {
    const active = this.parsedPromise === undefined ? observer() : undefined;
    const parsed = original.call(this);
    if (!active) return parsed;
    return parsed.then(
      (value) => {
        withBody(this, active, (body) => body.parsed(value));
        return value;
      },
      (error) => {
        withBody(this, active, (body) => body.failed(error));
        throw error;
      },
    );
  };

/** Hands the body of a promise that is settled to `report`, before whoever awaits it goes on. */
function withBody(promise: SdkApiPromise, observer: CallObserver, report: (body: WatchedBody) => void): void {
  try {
    promise.responsePromise.then((props) => {
      try {
        const body = observer.bodyOf(props);
        if (body) report(body);
      } catch (problem) {
        stepFailed('recording a body', problem);
      }
      // The call has failed, which `makeRequest` has reported.
    }, ignore);
  } catch (problem) {
    stepFailed('looking for the call of a body', problem);
  }
}

const ignore = (): void => undefined;

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
    const taken = original.call(this);
    if (!active) return taken;
    return taken.then((response) => {
      const isParsed = this.parsedPromise !== undefined;
      withBody(this, active, (body) => body.handedOver(response, isParsed));
      return response;
    });
  };
