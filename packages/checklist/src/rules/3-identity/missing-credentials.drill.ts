// A client without a key.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const missingCredentialsDrill: Drill = {
  title: 'There is no key',
  call: { apiKey: null },
};
