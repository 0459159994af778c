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

/** Tells the waits of a stream from those of its reader, which takes two looks at the clock with each event. */
export function watchStream(stream: ByHand, over: (seen: Seen) => void): void {
  const { iterator } = stream;
  stream.iterator = () => {
    const source = iterator.call(stream);
    let askedAt = performance.now();
    let yieldedAt: number | undefined;
    let longestGap = 0;
    let consumerWait = 0;
    let characters = 0;
    const got = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
      if (result.done) {
        over({ longestGap, consumerWait, characters });
        return result;
      }
      yieldedAt = performance.now();
      longestGap = Math.max(longestGap, yieldedAt - askedAt);
      const { type, delta } = result.value as { readonly type: string; readonly delta?: { text?: string } };
      if (type === 'content_block_delta') characters += delta?.text?.length ?? 0;
      return result;
    };
    return {
      next() {
        askedAt = performance.now();
        if (yieldedAt !== undefined) consumerWait += askedAt - yieldedAt;
        return source.next().then(got);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    } as AsyncIterator<unknown>;
  };
}
