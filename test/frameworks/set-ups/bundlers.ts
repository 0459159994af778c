// Bundlers and test runners: no module hook sees the SDK, so the instrumentation is given it by hand.
import type { SetUp } from '../set-up.ts';
import { BY_HAND } from './own-set-up.ts';
import { ZERO_CODE as ZERO_CODE_PACKAGES } from './versions.ts';

const SHARED = {
  node: '24',
  setUp: '`instrumentation.instrument(Anthropic)` in the file that sets telemetry up',
  expect: { calls: 5, parents: 'handle', others: [], diagnosed: 'processor' },
} as const satisfies Partial<SetUp>;

const BUNDLED = ['shared', 'by-hand', 'bundle'];

const ESBUILD = 'esbuild app.mjs --bundle --platform=node --log-level=warning';

const ZERO_CODE = {
  node: '24',
  files: ['shared', 'zero-code-tests'],
  setUp: '`NODE_OPTIONS="--import @sevenstep/register"`',
} as const satisfies Partial<SetUp>;

export const BUNDLERS: readonly SetUp[] = [
  {
    ...SHARED,
    id: 'esbuild-esm',
    title: 'esbuild, ES modules',
    dependencies: { ...BY_HAND, esbuild: '0.28.2' },
    files: BUNDLED,
    build: `${ESBUILD} --format=esm --outfile=dist/app.mjs --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"`,
    run: 'node dist/app.mjs',
    ci: true,
    notes: 'Packages in CommonJS need a `require` in the bundle: the banner.',
  },
  {
    ...SHARED,
    id: 'esbuild-cjs',
    title: 'esbuild, CommonJS',
    dependencies: { ...BY_HAND, esbuild: '0.28.2' },
    files: BUNDLED,
    build:
      'esbuild main.mjs --bundle --platform=node --log-level=warning --format=cjs --minify --outfile=dist/app.cjs',
    run: 'node dist/app.cjs',
  },
  {
    ...SHARED,
    id: 'esbuild-zero-code',
    title: 'esbuild, and nothing done about it',
    dependencies: { ...ZERO_CODE_PACKAGES, esbuild: '0.28.2' },
    files: ['shared', 'by-hand', 'bundle-zero-code'],
    build: `${ESBUILD} --format=esm --outfile=dist/app.mjs`,
    run: 'node --import @sevenstep/register dist/app.mjs',
    without: { run: 'node dist/app.mjs' },
    setUp: '`node --import @sevenstep/register dist/app.mjs`',
    notes: 'The first call prints a notice that says what to do.',
    expect: {
      calls: 0,
      parents: 'handle',
      others: [],
      diagnosed: { not: 'nothing sees the calls' },
      notice:
        /^@sevenstep\/register: @anthropic-ai\/sdk [\d.]+ made a call that is not observed: this copy was bundled/,
    },
  },
  {
    ...SHARED,
    id: 'webpack',
    title: 'webpack 5',
    dependencies: { ...BY_HAND, webpack: '5.113.0', 'webpack-cli': '7.3.1' },
    files: [...BUNDLED, 'bundle-webpack'],
    build: 'webpack',
    run: 'node dist/app.mjs',
  },
  {
    ...SHARED,
    id: 'rollup',
    title: 'Rollup 4',
    dependencies: {
      ...BY_HAND,
      '@rollup/plugin-commonjs': '29.0.3',
      '@rollup/plugin-json': '6.1.0',
      '@rollup/plugin-node-resolve': '16.0.3',
      rollup: '4.68.8',
    },
    files: [...BUNDLED, 'bundle-rollup'],
    build: 'rollup -c --silent',
    run: 'node dist/app.mjs',
  },
  {
    ...SHARED,
    id: 'vite-ssr',
    title: 'Vite 8, a build for the server',
    dependencies: { ...BY_HAND, vite: '8.3.8' },
    files: [...BUNDLED, 'bundle-vite'],
    build: 'vite build --logLevel warn',
    run: 'node dist/app.js',
  },
  {
    ...SHARED,
    id: 'jest-esm',
    title: 'Jest 30, ES modules',
    dependencies: { ...BY_HAND, jest: '30.5.2' },
    files: ['shared', 'by-hand', 'jest', 'jest-esm'],
    run: 'jest',
    env: { NODE_OPTIONS: '--experimental-vm-modules' },
    ci: true,
    setUp:
      '`instrument(Anthropic)` in a file of `setupFilesAfterEnv`, which also sends what is left in `afterAll`',
  },
  {
    ...SHARED,
    id: 'jest-cjs',
    title: 'Jest 30, CommonJS',
    dependencies: { ...BY_HAND, jest: '30.5.2' },
    files: ['shared', 'by-hand', 'jest', 'jest-cjs'],
    run: 'jest',
    // The exporter loads its transport with `import()`.
    env: { NODE_OPTIONS: '--experimental-vm-modules' },
    setUp:
      '`instrument(Anthropic)` in a file of `setupFilesAfterEnv`, which also sends what is left in `afterAll`',
  },
  {
    ...SHARED,
    id: 'vitest',
    title: 'Vitest 5',
    dependencies: { ...BY_HAND, vitest: '5.1.2' },
    files: ['shared', 'by-hand', 'vitest'],
    run: 'vitest run --reporter=tap',
    env: { NO_COLOR: '1' },
    setUp: '`instrument(Anthropic)` in a file that tests import, or of `setupFiles`',
  },
  {
    ...ZERO_CODE,
    id: 'jest-zero-code',
    title: 'Jest 30, zero-code',
    dependencies: { ...ZERO_CODE_PACKAGES, jest: '30.5.2' },
    run: 'NODE_OPTIONS="--experimental-vm-modules --import @sevenstep/register" jest',
    without: { run: 'NODE_OPTIONS=--experimental-vm-modules jest' },
    notes: 'The first call prints a notice that says what to do.',
    expect: {
      calls: 0,
      parents: 'root',
      others: [],
      diagnosed: { not: 'nothing sees the calls' },
      notice: /@sevenstep\/register: @anthropic-ai\/sdk [\d.]+ made a call that is not observed/,
    },
  },
  {
    ...ZERO_CODE,
    id: 'vitest-zero-code',
    title: 'Vitest 5, zero-code',
    dependencies: { ...ZERO_CODE_PACKAGES, vitest: '5.1.2' },
    run: 'NODE_OPTIONS="--import @sevenstep/register" vitest run --reporter=tap',
    without: { run: 'vitest run --reporter=tap' },
    env: { NO_COLOR: '1' },
    notes: 'Vitest leaves packages to Node.js, so module hooks see the SDK.',
    expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
  },
];
