// JSON as the simulator handles it.

/** A JSON object. */
export type Json = { readonly [key: string]: unknown };
