// Limits the bytes of bodies in memory, over all requests.

/** Enough for eight bodies of the maximum size. */
export const MOST_BYTES_HELD: number = 256 * 1024 * 1024;

/** The memory that all requests share. */
export class BodyBudget {
  #held = 0;

  /** Reserves bytes for a request; false if too few are left. */
  take(bytes: number): boolean {
    if (this.#held + bytes > MOST_BYTES_HELD) return false;
    this.#held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}
