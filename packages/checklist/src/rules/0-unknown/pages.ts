// The parts that the pages of the unknown rules add, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';

export const unknownPages: Readonly<Record<string, Page>> = {
  'unknown.unrecognized': {
    ...unrecognizedPage,
    fixedBy: { by: 'setting', sample: 'register', then: 'identity.key_wrong_provider' },
  },
  'unknown.recovered': {
    confirm: 'Compare the duration of the call with that of its last attempt, where the span has both.',
    fixedBy: { by: 'setting', sample: 'register', then: 'service.recovered' },
    sources: [
      'https://opentelemetry.io/docs/specs/semconv/http/http-spans/',
      'https://code.claude.com/docs/en/monitoring-usage',
    ],
  },
};
