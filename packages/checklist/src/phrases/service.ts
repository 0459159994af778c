// Sentences about the service.
import type { Phrase, Sighting } from './phrase.ts';

export type ServicePhrase = 'overloaded';

export const servicePhrases: Readonly<Record<ServicePhrase, Phrase>> = {
  // The API says it with status 500 and `api_error`, too: https://github.com/anthropics/claude-code/issues/8113. Programs print it
  // without either: https://github.com/Aider-AI/aider/issues/957. The other form is Zed's:
  // https://github.com/zed-industries/zed/issues/34917
  overloaded: {
    pattern: /^overloaded(?:\.|$)|\banthropic's API servers are overloaded\b/i,
    notProviderSpecific: true,
  },
};

/** Each as it was written, whole. */
export const serviceSightings: Readonly<Record<ServicePhrase, Sighting>> = {
  overloaded: {
    says: 'Overloaded',
    seen: 'https://github.com/anthropics/claude-code/issues/8113',
  },
};
