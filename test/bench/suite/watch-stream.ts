// What is looked at of each event of a stream, by hand: who waits for whom, and how much was written.

/** A stream of the SDK, as far as it is wrapped. */
export interface ByHand {
  iterator: () => AsyncIterator<unknown>;
}

/** What was seen of it. */
export interface Seen {
  readonly longestGap: number;
  readonly consumerWait: number;
  readonly characters: number;
}

/** Is told of each event how many there have been and how long it was waited for, in milliseconds. */
type Told = (count: number, gap: number) => void;

/** The stream helper, as far as it is listened to. */
export interface HelperByHand {
  on(event: 'streamEvent', listener: (event: unknown) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
}

/** Tells the waits of a stream from those of its reader, which takes two looks at the clock with each event. */
export function watchStream(stream: ByHand, told: Told, over: (seen: Seen) => void): void {
  const { iterator } = stream;
  stream.iterator = () => {
    const source = iterator.call(stream);
    const watch = new Watch(told);
    const got = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
      if (result.done) over(watch);
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

/** The same of what the helper tells. When it asks is not told: it is looked at the clock, and that is all. */
export function watchHelper<Helper extends HelperByHand>(
  helper: Helper,
  told: Told,
  over: (seen: Seen) => void,
): Helper {
  const watch = new Watch(told);
  helper.on('streamEvent', (event) => {
    watch.event(event);
    watch.asked();
  });
  helper.on('end', () => over(watch));
  return helper;
}

class Watch implements Seen {
  longestGap = 0;
  consumerWait = 0;
  characters = 0;
  #askedAt = performance.now();
  #yieldedAt: number | undefined;
  #count = 0;
  readonly #told: Told;

  constructor(told: Told) {
    this.#told = told;
  }

  asked(): void {
    this.#askedAt = performance.now();
    if (this.#yieldedAt !== undefined) this.consumerWait += this.#askedAt - this.#yieldedAt;
  }

  event(event: unknown): void {
    this.#yieldedAt = performance.now();
    const gap = this.#yieldedAt - this.#askedAt;
    this.longestGap = Math.max(this.longestGap, gap);
    this.#count += 1;
    this.#told(this.#count, gap);
    const { type, delta } = event as { readonly type: string; readonly delta?: { text?: string } };
    if (type === 'content_block_delta') this.characters += delta?.text?.length ?? 0;
  }
}
