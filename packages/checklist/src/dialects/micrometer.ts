// Micrometer's spans of OkHttp, through which Spring AI 2.0.1 calls (`micrometer-core` 1.17, `DefaultOkHttpObservationConvention`).
import type { Dialect } from './dialect.ts';

export const micrometer: Dialect = {
  id: 'micrometer',
  title: 'OkHttp below Spring AI',
  speaks: ({ attributes }) => attributes['target.host'] !== undefined && attributes.outcome !== undefined,
  roleOf: () => 'attempt',
  names: [
    ['method', 'http.request.method'],
    // `IO_ERROR` without an answer.
    ['status', 'http.response.status_code'],
  ],
};
