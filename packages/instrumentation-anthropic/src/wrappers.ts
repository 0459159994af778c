// The wrappers of the patch points. They only report: what the SDK returns and throws passes through.
import type { Wrapper } from './patch.ts';
import type { SdkClientPrototype, SdkStreamClass } from './sdk-internals.ts';

/** A call begins where `retryOf` is undefined; each retry re-enters with the same `options` object. */
export const wrapMakeRequest: Wrapper<SdkClientPrototype['makeRequest']> = (original, observer) =>
  async function (this: unknown, optionsInput, retriesRemaining, retryOf, ...rest) {
    const active = retryOf === undefined ? observer() : undefined;
    if (!active) return original.call(this as never, optionsInput, retriesRemaining, retryOf, ...rest);
    const options = await optionsInput;
    const send = () => original.call(this as never, options, retriesRemaining, retryOf, ...rest);
    const call = active.callStarted(this, options);
    if (!call) return send();
    try {
      const props = await call.run(send);
      active.responded(call, props);
      return props;
    } catch (error) {
      call.failed(error);
      throw error;
    }
  };

/** One attempt: one HTTP request, with its response or its error. */
export const wrapFetchWithTimeout: Wrapper<SdkClientPrototype['fetchWithTimeout']> = (original, observer) =>
  async function (this: unknown, url, init, timeoutMs, controller, options, ...rest) {
    const send = () => original.call(this as never, url, init, timeoutMs, controller, options, ...rest);
    const attempt = observer()?.attemptStarted(options, url, init, timeoutMs);
    if (!attempt) return send();
    try {
      const response = await send();
      attempt.responded(response);
      return response;
    } catch (error) {
      attempt.failed(error);
      throw error;
    }
  };

/** A stream is about to be handed to the application. */
export const wrapFromSSEResponse: Wrapper<SdkStreamClass['fromSSEResponse']> = (original, observer) =>
  function (this: unknown, response, ...rest) {
    const stream = original.call(this as never, response, ...rest);
    observer()?.streamOpened(response, stream);
    return stream;
  };
