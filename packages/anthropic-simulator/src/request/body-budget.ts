// How many bytes of bodies are held at once, over all requests.

/** Enough for eight bodies of the largest size. */
export const MOST_BYTES_HELD: number = 256 * 1024 * 1024;

/** The memory of all requests together. */
export class BodyBudget {
  #held = 0;

  /** Takes bytes for a request; false when there are no more. */
  take(bytes: number): boolean {
    if (this.#held + bytes > MOST_BYTES_HELD) return false;
    this.#held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}
