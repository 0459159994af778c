// What is instrumented must stay a package of its own: in a bundle no module hook sees it.
import type { NextConfig } from 'next';

const config: NextConfig = {
  serverExternalPackages: [
    '@anthropic-ai/sdk',
    '@sevenstep/instrumentation-anthropic',
    '@sevenstep/register',
  ],
};
export default config;
