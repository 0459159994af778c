// The wrappers of the patch points. They only report: what the SDK returns and throws passes through.
import { asString, field } from '@sevenstep/semantic-conventions/builders';
import { guard } from './guard.ts';
import { observingFetch } from './observe-fetch.ts';
import type { Wrapper } from './patch.ts';
import type {
  SdkBuiltRequest,
  SdkClient,
  SdkClientPrototype,
  SdkDecoderClass,
  SdkMessagesPrototype,
  SdkStreamClass,
} from './sdk-internals.ts';
import { observeHelper } from './stream-helper.ts';
import { observeToolRunner, observeTools } from './tool-runner.ts';

/** A call begins where `retryOf` is undefined; each retry re-enters with the same `options` object. */
export const wrapMakeRequest: Wrapper<SdkClientPrototype['makeRequest']> = (original, observer) =>
  async function (this: SdkClient, optionsInput, retriesRemaining, retryOf, ...rest) {
    const active = retryOf === undefined ? observer() : undefined;
    if (!active?.observes(this))
      return original.call(this as never, optionsInput, retriesRemaining, retryOf, ...rest);
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

/** Before 0.101 this is the only place that knows both a call's options and what its attempt is sent with. */
export const wrapBuildRequest: Wrapper<SdkClientPrototype['buildRequest']> = (original, observer) =>
  function (this: unknown, options, ...rest) {
    const built = original.call(this as never, options, ...rest);
    // From 0.101 on, which has this, an attempt is given the options themselves.
    const active = field(this, 'middleware') === undefined ? observer() : undefined;
    if (active) {
      const link = ({ req }: SdkBuiltRequest) => active.requestBuilt(options, req);
      // The caller awaits the same promise, so a rejection is the caller's to handle.
      if (built instanceof Promise) built.then(link, () => undefined);
      else link(built);
    }
    return built;
  };

/** One attempt: one HTTP request, with its response or its error; of a middleware's own retries, several. */
export const wrapFetchWithTimeout: Wrapper<SdkClientPrototype['fetchWithTimeout']> = (original, observer) =>
  async function (this: SdkClient, url, init, timeoutMs, controller, options, ...rest) {
    const send = () => original.call(this as never, url, init, timeoutMs, controller, options, ...rest);
    const active = observer();
    const start = () => active?.attemptStarted(options, url, init, timeoutMs);
    let attempt = start();
    if (!attempt) return send();
    const again = () => {
      attempt = start() ?? attempt;
      return attempt;
    };
    try {
      const response = await observingFetch(this, options, attempt, again, send);
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

/** So are the results of a batch. The SDK has made a `Stream` of the same response before, which nobody reads. */
export const wrapFromResponse: Wrapper<SdkDecoderClass['fromResponse']> = (original, observer) =>
  function (this: unknown, response, ...rest) {
    const decoder = original.call(this as never, response, ...rest);
    observer()?.streamOpened(response, decoder);
    return decoder;
  };

/** The helper over a stream. */
export const wrapStreamHelper: Wrapper<NonNullable<SdkMessagesPrototype['stream']>> = (original, observer) =>
  function (this: unknown, body, ...rest) {
    const helper = original.call(this as never, body, ...rest);
    const active = observer();
    if (active) guard('observing a stream helper', () => observeHelper(helper, active.helperLeft));
    return helper;
  };

/** A tool runner: its loop and its tools. An SDK that traces them itself is left to it. */
export const wrapToolRunner: Wrapper<NonNullable<SdkMessagesPrototype['toolRunner']>> = (
  original,
  observer,
) =>
  function (this: { readonly _client: SdkClient }, params, ...rest) {
    const active = this._client._tracer ? undefined : observer();
    const tracer = active && guard('observing a tool runner', () => active.tracer(this._client));
    if (!tracer) return original.call(this as never, params, ...rest);
    guard('observing tools', () => observeTools(params, tracer));
    const runner = original.call(this as never, params, ...rest);
    guard('observing a tool runner', () =>
      observeToolRunner(runner, tracer, asString(field(params, 'model'))),
    );
    return runner;
  };
