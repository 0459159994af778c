// What is instrumented stays a package of its own: in a bundle no module hook sees it.
import { dirname } from 'node:path';

export default {
  serverExternalPackages: [
    '@anthropic-ai/sdk',
    '@sevenstep/instrumentation-anthropic',
    '@sevenstep/register',
  ],
  // Here the packages are in a folder above.
  outputFileTracingRoot: dirname(dirname(import.meta.dirname)),
  turbopack: { root: dirname(dirname(import.meta.dirname)) },
};
