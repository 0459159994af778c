// The tests of one package as StrykerJS runs them, which names the package in the environment.
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { alias } from '../../vitest.config.ts';
import { PACKAGES } from './packages.ts';

const { tests = [], without = [] } =
  PACKAGES.find(({ name }) => name === process.env.SEVENSTEP_MUTATED) ?? {};

const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  resolve: { alias },
  test: {
    include: [...tests],
    exclude: [...without, '**/node_modules/**'],
    setupFiles: 'test/support/after-each-test.ts',
    testTimeout: 60_000,
    // A busy machine kills nothing.
    retry: 2,
  },
});
export default config;
