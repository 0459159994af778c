// Sentry, whose spans do not go through the application's OpenTelemetry: they are counted where it would send them.
import { createRequire } from 'node:module';
import type { Subject } from './subject.ts';

const require = createRequire(import.meta.url);

interface Sentry {
  init(options: object): unknown;
  flush(milliseconds: number): Promise<boolean>;
}

/** Headers and items, of which each has a header and a payload. */
type Envelope = readonly [unknown, ReadonlyArray<readonly [unknown, { readonly items?: readonly Span[] }]>];

interface Span {
  readonly attributes?: object;
}

export const sentry: Subject = {
  sdkSpans: false,
  start: (recorded) => {
    const { init } = require('@sentry/node') as Sentry;
    const send = async ([, items]: Envelope): Promise<object> => {
      for (const { attributes = {} } of items.flatMap(([, payload]) => payload.items ?? [])) {
        recorded.spans += 1;
        recorded.attributes += Object.keys(attributes).length;
      }
      return {};
    };
    init({
      dsn: 'http://key@127.0.0.1/1',
      tracesSampleRate: 1,
      // Nothing leaves the process.
      transport: () => ({ send, flush: async () => true }),
    });
  },
  flush: () => (require('@sentry/node') as Sentry).flush(1_000),
};
