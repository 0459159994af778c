// The wrappers for the methods of a client and its messages. They only report: results and errors of the SDK pass through.
import { field, isObject } from '@sevenstep/wire';
import { agentAttributes } from '../attributes/request.ts';
import type { CallObserver } from '../call/call-observer.ts';
import { countedWhile } from '../call/calls-under-way.ts';
import { guard, stepFailed } from '../guard.ts';
import type { SdkClient, SdkRequestOptions, SdkResponseProps } from '../sdk-objects.ts';
import type { Wrapper } from './patch.ts';
import { attemptResponded } from './peek-refusal.ts';
import { watchBody } from './response-body.ts';
import { watchResponse } from './response-methods.ts';
import type {
  SdkBuiltRequest,
  SdkClientPrototype,
  SdkMessageStream,
  SdkMessagesPrototype,
} from './sdk-internals.ts';
import { hasReporter, sendReported, withReporter } from './sent-requests.ts';
import { shadow } from './shadow.ts';
import { observeToolRunner, observeTools } from './tool-runner.ts';

/** Reports that a call differs from the checked SDK. */
type Differs = ((why: string) => void) | undefined;

/**
 * Observes a call. `makeRequest` runs again for each retry, with `retryOf` and the same `options` object.
 *
 * @param differs set for an SDK that is newer than the checked ones.
 */
export const wrapMakeRequest =
  (differs: Differs): Wrapper<SdkClientPrototype['makeRequest']> =>
  (original, observer) =>
    function (this: SdkClient, optionsInput, retriesRemaining, retryOf, ...rest) {
      const active = retryOf === undefined ? observerOf(observer, this) : undefined;
      if (!active) return original.call(this as never, optionsInput, retriesRemaining, retryOf, ...rest);
      const send = (options: SdkRequestOptions) =>
        original.call(this as never, options, retriesRemaining, retryOf, ...rest);
      return observed(active, this, optionsInput, send, differs);
    };

/** The observer for a client's calls. It may belong to another copy of this package. */
function observerOf(observer: () => CallObserver | undefined, client: SdkClient): CallObserver | undefined {
  const active = observer();
  try {
    return active?.observes(client) ? active : undefined;
  } catch (problem) {
    stepFailed('looking for a provider', problem);
    return undefined;
  }
}

async function observed(
  active: CallObserver,
  client: SdkClient,
  optionsInput: SdkRequestOptions | PromiseLike<SdkRequestOptions>,
  send: (options: SdkRequestOptions) => Promise<SdkResponseProps>,
  differs: Differs,
): Promise<SdkResponseProps> {
  const given = isPromise(optionsInput) ? await optionsInput : optionsInput;
  if (differs && typeof field(given, 'path') !== 'string') {
    guard('leaving an SDK alone', () => differs('the options of a call have no path'));
    return send(given);
  }
  const options = withReporter(client, given);
  const call = active.callStarted(client, options, true);
  if (!call) return countedWhile(() => send(options));
  try {
    const props = await call.run(() => send(options));
    if (!differs || isResponseProps(props)) {
      const body = watchBody(active, call, props);
      // The wrapper of `parse` may have been removed during the request.
      if (body && !active.isEnabled())
        guard('observing a response', () => watchResponse(props.response, body, body));
    } else
      guard('leaving an SDK alone', () => {
        call.end();
        differs('makeRequest resolves to something else');
      });
    return props;
  } catch (error) {
    call.failed(error);
    throw error;
  }
}

/** A custom `fetch` may return responses of another class, so only the fields count. */
const isResponseProps = (props: unknown): boolean =>
  isObject(field(field(props, 'response'), 'headers')) &&
  isObject(field(field(props, 'controller'), 'signal'));

const isPromise = <Value extends object>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> =>
  typeof (value as Partial<PromiseLike<Value>>).then === 'function';

/** Links a call's options to the request of an attempt. Before 0.101 only `buildRequest` sees both. */
export const wrapBuildRequest: Wrapper<SdkClientPrototype['buildRequest']> = (original, observer) =>
  function (this: unknown, options, ...rest) {
    const built = original.call(this as never, options, ...rest);
    // From 0.101 on, the first with `middleware`, an attempt gets the options themselves.
    const active = field(this, 'middleware') === undefined ? observer() : undefined;
    if (active) {
      const linked = (request: SdkBuiltRequest): SdkBuiltRequest => {
        guard('recording a request', () => active.requestBuilt(options, request.req));
        return request;
      };
      return built instanceof Promise ? built.then(linked) : linked(built);
    }
    return built;
  };

/** Observes one attempt, with its response or error. A middleware may send several requests in it. */
export const wrapFetchWithTimeout: Wrapper<SdkClientPrototype['fetchWithTimeout']> = (original, observer) =>
  function (this: SdkClient, ...args) {
    const [url, init, timeoutMs, controller, options] = args;
    const active = observer();
    if (active && hasReporter(options)) {
      const sent = [url, init, timeoutMs, controller] as const;
      return sendReported(active, options, sent, () => original.apply(this as never, args));
    }
    const attempt = active?.attemptStarted(options, url, init, timeoutMs);
    if (!active || !attempt) return original.apply(this as never, args);
    return Promise.resolve(original.apply(this as never, args)).then(
      (response) => {
        if (attemptResponded(attempt, response, true)) active.attemptRefused(options, init, attempt);
        return response;
      },
      (error) => {
        attempt.failed(error);
        throw error;
      },
    );
  };

/** Observes the stream helper. If the application leaves its loop, the SDK aborts the request; the outcome is then `abandoned`. */
export const wrapStreamHelper: Wrapper<NonNullable<SdkMessagesPrototype['stream']>> = (original, observer) =>
  function (this: unknown, body, ...rest) {
    const helper = original.call(this as never, body, ...rest);
    const active = observer();
    if (active) guard('observing a stream helper', () => observeHelper(helper, active));
    return helper;
  };

function observeHelper(helper: SdkMessageStream, observer: CallObserver): void {
  const iterate = helper[Symbol.asyncIterator].bind(helper);
  shadow(helper, Symbol.asyncIterator, () => {
    const iterator = iterate();
    const cancel = iterator.return?.bind(iterator);
    if (cancel)
      iterator.return = (...args) => {
        guard('recording an early end', () => observer.helperCancelled(helper.controller.signal));
        return cancel(...args);
      };
    return iterator;
  });
}

/** Observes a tool runner's loop and tools, unless the client traces them itself. */
export const wrapToolRunner: Wrapper<NonNullable<SdkMessagesPrototype['toolRunner']>> = (
  original,
  observer,
) =>
  function (this: { readonly _client: SdkClient }, params, ...rest) {
    const active = this._client._tracer ? undefined : observer();
    if (!active) return original.call(this as never, params, ...rest);
    // Looked up each time, because the application may set another provider during the loop.
    const tracer = () => active.tracer(this._client);
    guard('observing tools', () => observeTools(params));
    const runner = original.call(this as never, params, ...rest);
    guard('observing a tool runner', () =>
      observeToolRunner(
        runner,
        tracer,
        agentAttributes(this._client, params, rest[0]),
        active.settings(),
        field(rest[0], 'signal'),
      ),
    );
    return runner;
  };
