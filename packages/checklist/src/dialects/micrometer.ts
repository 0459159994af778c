// Micrometer's spans of OkHttp, which Spring AI 2.0.1 uses (`micrometer-core` 1.17, `DefaultOkHttpObservationConvention`).
import type { Dialect } from './dialect.ts';

export const micrometer: Dialect = {
  id: 'micrometer',
  title: 'OkHttp below Spring AI',
  speaks: ({ attributes }) => attributes['target.host'] !== undefined && attributes.outcome !== undefined,
  roleOf: () => 'attempt',
  names: [
    ['method', 'http.request.method'],
    // It is `IO_ERROR` if no answer came.
    ['status', 'http.response.status_code'],
  ],
};
