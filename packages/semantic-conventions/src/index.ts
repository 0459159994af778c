// Every name that sevenstep writes or reads: span attributes, metrics and their closed sets of values.
export * from './attributes.ts';
export * from './metrics.ts';
export * from './values.ts';
