// A port that nobody listens on.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const refusedDrill: Drill = {
  title: 'The connection is refused',
  call: { target: 'refused', maxRetries: 0 },
};
