// The fault matrix on another version of the SDK, whose folder is in the environment.
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { alias } from '../../vitest.config.ts';

const sdk = process.env.SEVENSTEP_DRIFT_SDK ?? '';

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  resolve: {
    alias: [
      ...alias,
      { find: /^@anthropic-ai\/sdk$/, replacement: `${sdk}/index.mjs` },
      { find: /^@anthropic-ai\/sdk\/(.+?)(?:\.m?js)?$/, replacement: `${sdk}/$1.mjs` },
    ],
  },
  test: {
    include: ['test/integration/fault-matrix.test.ts'],
    setupFiles: 'test/support/after-each-test.ts',
    testTimeout: 60_000,
  },
});
export default config;
