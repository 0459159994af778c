// Watches a stream by hand: the waits of the stream and its reader, and the amount of text.

/** The wrapped part of the SDK's stream. */
export interface ByHand {
  iterator: () => AsyncIterator<unknown>;
}

type Told = () => void;

/** The events of the stream helper that are used. */
export interface HelperByHand {
  on(event: 'streamEvent', listener: (event: unknown) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
}

/** Measures the waits of a stream apart from its reader's waits. @param told called for each event. */
export function watchStream(stream: ByHand, told: Told, over: Told): void {
  const { iterator } = stream;
  stream.iterator = () => {
    const source = iterator.call(stream);
    const watch = new Watch(told);
    const got = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
      if (result.done) over();
      else watch.event(result.value);
      return result;
    };
    return {
      next() {
        watch.asked();
        return source.next().then(got);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    } as AsyncIterator<unknown>;
  };
}

/** The same of what the helper tells. When it asks is not told. */
export function watchHelper<Helper extends HelperByHand>(helper: Helper, told: Told, over: Told): Helper {
  const watch = new Watch(told);
  helper.on('streamEvent', (event) => {
    watch.event(event);
    watch.asked();
  });
  helper.on('end', over);
  return helper;
}

/** As often is it looked when the reader asks: at its first events, and then at every such one. */
const FIRST = 16;
const EVERY = 64;

/** One look at the clock with each event, and a second one where it is looked when the reader asks. */
class Watch {
  longestGap = 0;
  consumerWait = 0;
  characters = 0;
  #at = performance.now();
  #count = 0;
  readonly #told: Told;

  constructor(told: Told) {
    this.#told = told;
  }

  asked(): void {
    if (this.#count > FIRST && this.#count % EVERY !== 0) return;
    const now = performance.now();
    this.consumerWait += now - this.#at;
    this.#at = now;
  }

  event(event: unknown): void {
    const now = performance.now();
    this.longestGap = Math.max(this.longestGap, now - this.#at);
    this.#at = now;
    this.#count += 1;
    this.#told();
    const { type, delta } = event as { readonly type: string; readonly delta?: { text?: string } };
    if (type === 'content_block_delta') this.characters += delta?.text?.length ?? 0;
  }
}
