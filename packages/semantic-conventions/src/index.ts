// Every name that sevenstep writes or reads: span attributes and their closed sets of values.
export * from './attributes.ts';
export * from './values.ts';
