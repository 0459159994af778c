// The API's 404 on a path it does not have.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const wrongPathDrill: Drill = {
  title: 'The path does not exist',
  faults: [{ response: { status: 404, error: { type: 'not_found_error', message: 'Not Found' } } }],
};
