// The iterator of messages.stream(): whoever leaves it has the helper abort its request, which is no abort of their own.
import { guard } from '../guard.ts';
import type { SdkMessageStream } from './sdk-internals.ts';
import { shadow } from './shadow.ts';

/** Reports to `left` when an iteration of `helper` is left, before the helper aborts. */
export function observeHelper(helper: SdkMessageStream, left: (signal: AbortSignal) => void): void {
  const iterate = helper[Symbol.asyncIterator].bind(helper);
  shadow(helper, Symbol.asyncIterator, () => {
    const iterator = iterate();
    const leave = iterator.return?.bind(iterator);
    if (leave) {
      iterator.return = (...args) => {
        guard('recording an early end', () => left(helper.controller.signal));
        return leave(...args);
      };
    }
    return iterator;
  });
}
