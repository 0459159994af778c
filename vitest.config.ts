// The kinds of tests: a package's own, those that cross packages, those on tarballs, and those that need real servers.
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import tsconfig from './tsconfig.json' with { type: 'json' };

// Tests run on the sources: the same table the compiler uses.
export const alias: { find: RegExp; replacement: string }[] = Object.entries(
  tsconfig.compilerOptions.paths,
).map(([name, [file]]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(file as string, import.meta.url)),
}));

/**
 * Tests that take minutes. They cover every fault in every sampling mode, injected failures, ways to load the SDK, environment variables and ends of processes. They also
 * cover servers that repeat or flood, texts of every drill in every form, all output of other clients, and randomly changed requests. The others are
 * repeated checks, the alerts' command, alerts in the real promtool, and made-up SDKs.
 */
const THOROUGH = [
  'packages/alerts/test/{bin,intended,prometheus,situations}.test.ts',
  'packages/doctor/test/check-changes.test.ts',
  'test/integration/{catalogue-square,dialects,docs-lint,drift,lint-request-hostile,loading,newer-sdk,pasted,register-variables,sampling,sampling-middleware,silence,text-of-drills}.test.ts',
  'test/reliability/**/*.test.ts',
  'test/fixes/*.test.ts',
  'test/security/{bounds,echoes,fuzz,indexing,regexps-thorough}.test.ts',
];

const config: ViteUserConfig = defineConfig({
  resolve: { alias },
  test: {
    // For what hangs: how fast a test is says nothing.
    testTimeout: 60_000,
    // Many tests wait for a server or a process more than they compute.
    maxWorkers: 3,
    reporters: ['default', './test/support/progress-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: THOROUGH,
          setupFiles: 'test/support/after-each-test.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/{integration,security}/**/*.test.ts'],
          exclude: THOROUGH,
          setupFiles: 'test/support/after-each-test.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'thorough',
          include: THOROUGH,
          setupFiles: 'test/support/after-each-test.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['test/packages/**/*.test.ts'],
          globalSetup: 'test/packages/tarballs.ts',
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'examples',
          include: ['test/examples/**/*.test.ts'],
          setupFiles: 'test/support/after-each-test.ts',
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // These tests run on dedicated machines, where they may install the servers that they need.
          env: { SEVENSTEP_STACK_INSTALL: 'yes' },
          setupFiles: 'test/support/after-each-test.ts',
          testTimeout: 120_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
export default config;
