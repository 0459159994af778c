// Sentences about the service.
import type { Sighting } from './sighting.ts';

// The API says it with status 500 and `api_error`, too: https://github.com/anthropics/claude-code/issues/8113. Programs print it
// without either: https://github.com/Aider-AI/aider/issues/957. The other form is Zed's:
// https://github.com/zed-industries/zed/issues/34917
export const overloaded: RegExp = /^overloaded(?:\.|$)|\banthropic's API servers are overloaded\b/i;

/** Others write these, too: they do not show that the provider did. */
export const commonServicePhrases: readonly RegExp[] = [overloaded];

/** Each as it was written, whole. */
export const serviceSightings: Readonly<Record<string, Sighting>> = {
  overloaded: {
    says: 'Overloaded',
    seen: 'https://github.com/anthropics/claude-code/issues/8113',
  },
};
