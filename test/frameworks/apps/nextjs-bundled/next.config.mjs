// Nothing is left out of the bundle.
import { dirname } from 'node:path';

export default {
  // Here the packages are in a folder above.
  outputFileTracingRoot: dirname(dirname(import.meta.dirname)),
  turbopack: { root: dirname(dirname(import.meta.dirname)) },
};
