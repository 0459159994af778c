// Spans that this project's instrumentation made or adopted. Their names are already the conventions'.
import { isOwnCall } from '../spans/own-spans.ts';
import { roleOfOperation } from './conventions.ts';
import type { Dialect } from './dialect.ts';

export const sevenstep: Dialect = {
  id: 'sevenstep',
  title: '`@sevenstep/instrumentation-anthropic`',
  speaks: ({ attributes }) => isOwnCall(attributes),
  roleOf: roleOfOperation,
};
