// Spans of HTTP clients, by the HTTP conventions before and since 1.23. They may be attempts of a call.
import type { Dialect } from './dialect.ts';

export const http: Dialect = {
  id: 'http',
  title: 'Any HTTP client',
  speaks: ({ attributes }) =>
    attributes['http.request.method'] !== undefined || attributes['http.method'] !== undefined,
  roleOf: () => 'attempt',
  names: [
    ['http.method', 'http.request.method'],
    ['http.status_code', 'http.response.status_code'],
  ],
};
