// Packages with instrumented code must stay outside the bundle, because module hooks cannot see inside it.
import type { NextConfig } from 'next';

const config: NextConfig = {
  serverExternalPackages: [
    '@anthropic-ai/sdk',
    '@sevenstep/instrumentation-anthropic',
    '@sevenstep/register',
  ],
};
export default config;
