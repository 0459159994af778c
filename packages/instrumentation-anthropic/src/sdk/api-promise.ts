// Wraps `APIPromise`, which a call returns: parse() gives a value, and asResponse() the response.
import type { CallObserver, WatchedBody } from '../call/call-observer.ts';
import { guard, stepFailed } from '../guard.ts';
import type { Wrapper } from './patch.ts';
import type { SdkApiPromise, SdkClientPrototype } from './sdk-internals.ts';

/** Calls `made` with the first promise under a new observer, once for each enabled observer: any may be disabled first. */
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
 * Reports the body that the SDK parses. The SDK parses it once, however often the value is requested.
 *
 * The awaited promise gets one handler: with two, V8 omits the frames behind it from `error.stack`. We set no field on an
 * `APIPromise`: it would keep its call in memory until a major garbage collection (both on Node.js 24).
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

/** Passes the body of a settled promise to `report` before the awaiting code continues. */
function withBody(promise: SdkApiPromise, observer: CallObserver, report: (body: WatchedBody) => void): void {
  try {
    promise.responsePromise.then((props) => {
      try {
        const body = observer.bodyOf(props);
        if (body) report(body);
      } catch (problem) {
        stepFailed('recording a body', problem);
      }
      // `makeRequest` has already reported this failure.
    }, ignore);
  } catch (problem) {
    stepFailed('looking for the call of a body', problem);
  }
}

const ignore = (): void => undefined;

/** Reports the body before `transform`, such as the parsing of structured output, which may throw. */
export const wrapThenUnwrap: Wrapper<SdkApiPromise['_thenUnwrap']> = (original, observer) =>
  function (this: SdkApiPromise, transform, ...rest) {
    const active = observer();
    const observed: typeof transform = (value, props, ...more) => {
      guard('recording a body', () => active?.bodyOf(props)?.parsed(value));
      return transform(value, props, ...more);
    };
    return original.call(this, active ? observed : transform, ...rest);
  };

/** Reports that the application takes the response to read it itself. */
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
