// A typing error in the model's name.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const modelNotFoundDrill: Drill = {
  title: 'The model does not exist',
  faults: [
    { response: { status: 404, error: { type: 'not_found_error', message: 'model: claude-sonet-4-6' } } },
  ],
  call: { params: { model: 'claude-sonet-4-6' } },
};
