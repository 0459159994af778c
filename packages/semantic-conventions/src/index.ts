// Exports all names that sevenstep writes or reads: span attributes, metrics, log events and their closed sets of values.
export * from './attributes.ts';
export * from './events.ts';
export * from './metrics.ts';
export * from './renames.ts';
export * from './values.ts';
