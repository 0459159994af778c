// A model that the key may not use.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const permissionDrill: Drill = {
  title: 'The key lacks a permission',
  faults: [{ response: { status: 403, error: { type: 'permission_error', message: 'Permission denied' } } }],
};
