// A redirect that leads nowhere.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const unrecognizedEndpointDrill: Drill = {
  title: 'A redirect without a destination',
  faults: [{ response: { status: 302, headers: { 'request-id': null }, body: '' } }],
};
