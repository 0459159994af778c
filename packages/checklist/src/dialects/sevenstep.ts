// Ours: spans that the instrumentation of this project made or adopted. They have the conventions' names as they are.
import { isOwnCall } from '../spans/own-spans.ts';
import { roleOfOperation } from './conventions.ts';
import type { Dialect } from './dialect.ts';

export const sevenstep: Dialect = {
  id: 'sevenstep',
  title: '`@sevenstep/instrumentation-anthropic`',
  speaks: ({ attributes }) => isOwnCall(attributes),
  roleOf: roleOfOperation,
};
