// The type of JSON in the simulator.

/** A JSON object. */
export type Json = { readonly [key: string]: unknown };
