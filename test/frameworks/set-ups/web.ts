// Web frameworks, whose spans are the calls' parents.
import type { SetUp } from '../set-up.ts';
import { nowhere } from './nowhere.ts';
import { NODE_SDK, SDK } from './own-set-up.ts';
import { ZERO_CODE } from './versions.ts';

const NEXT = {
  dependencies: { ...SDK, ...NODE_SDK, next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
  node: '24',
  run: 'node visit.mjs',
  env: { NEXT_TELEMETRY_DISABLED: '1', OTEL_BSP_SCHEDULE_DELAY: '100' },
  expect: {
    calls: 5,
    parents: 'executing api route (app) /api/calls/[number]',
    others: ['next.js'],
    diagnosed: 'processor',
  },
} as const satisfies Partial<SetUp>;

const NEXT_EDGE: SetUp = {
  ...NEXT,
  id: 'nextjs-edge',
  title: 'Next.js 16, edge runtime',
  files: ['shared', 'nextjs', 'nextjs-bundled', 'nextjs-edge'],
  build: 'next build',
  // Else Next.js makes spans of the export of spans.
  env: { ...NEXT.env, NEXT_OTEL_FETCH_DISABLED: '1' },
  setUp:
    '`new Anthropic({ middleware: [instrumentation.middleware()] })` and the processor in the set-up for the edge',
  notes: 'Next.js 16 calls the edge runtime deprecated.',
};

/** A framework that builds a server, which `visit.mjs` starts and asks. */
const BUILT = {
  node: '24',
  env: { OTEL_BSP_SCHEDULE_DELAY: '100' },
  expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
} as const satisfies Partial<SetUp>;

const VISIT = 'node visit.mjs node';
const REGISTER = '--import @sevenstep/register';

export const WEB: readonly SetUp[] = [
  {
    ...NEXT,
    id: 'nextjs',
    title: 'Next.js 16, Turbopack',
    files: ['shared', 'own-telemetry', 'nextjs'],
    build: 'next build',
    setUp:
      '`instrumentation.ts` imports the set-up of the README; the SDK and our packages under `serverExternalPackages`',
  },
  {
    ...NEXT,
    id: 'nextjs-webpack',
    title: 'Next.js 16, webpack',
    files: ['shared', 'own-telemetry', 'nextjs'],
    build: 'next build --webpack',
    setUp: 'As with Turbopack',
  },
  {
    ...NEXT,
    id: 'nextjs-dev',
    title: 'Next.js 16, `next dev`',
    files: ['shared', 'own-telemetry', 'nextjs'],
    run: 'node visit.mjs dev',
    setUp: 'As for production',
  },
  {
    ...NEXT,
    id: 'nextjs-bundled',
    title: 'Next.js 16, Turbopack, the SDK in the bundle',
    files: ['shared', 'nextjs', 'nextjs-bundled'],
    build: 'next build',
    setUp:
      '`instrument(Anthropic)` in the file that makes the client; the processor in the set-up that `instrumentation.ts` imports',
    notes:
      'Next.js bundles a second copy of the SDK with the routes. `instrument()` in `instrumentation.ts` would patch only the first.',
  },
  NEXT_EDGE,
  nowhere(NEXT_EDGE),
  {
    ...BUILT,
    id: 'nuxt',
    title: 'Nuxt 4, a plugin of Nitro',
    dependencies: { ...SDK, ...NODE_SDK, nuxt: '4.5.2' },
    files: ['shared', 'visit-server', 'nuxt'],
    build: 'nuxt build',
    run: `${VISIT} .output/server/index.mjs`,
    setUp:
      "The set-up of the README in `server/plugins`, and `nitro: { moduleSideEffects: ['@sevenstep/register'] }` in `nuxt.config`",
    notes:
      'Without `moduleSideEffects`, Nitro leaves the import of the hooks out. `node --import @sevenstep/register .output/server/index.mjs` needs neither.',
  },
  {
    ...BUILT,
    id: 'sveltekit',
    title: 'SvelteKit 3, `adapter-node`',
    dependencies: {
      ...SDK,
      ...NODE_SDK,
      '@sveltejs/adapter-node': '6.0.1',
      '@sveltejs/kit': '3.2.0',
      '@sveltejs/vite-plugin-svelte': '7.3.1',
      svelte: '5.57.3',
      vite: '8.4.0',
    },
    files: ['shared', 'visit-server', 'sveltekit'],
    build: 'vite build --logLevel warn',
    run: `${VISIT} build/index.js`,
    setUp:
      '`src/instrumentation.server.js` is the set-up of the README; the SDK and our packages under `dependencies`',
    notes:
      'The adapter bundles `devDependencies`. If the SDK is one, call `instrument(Anthropic)` in the file that makes the client.',
  },
  {
    ...BUILT,
    id: 'react-router',
    title: 'React Router 8, `react-router-serve`',
    dependencies: {
      ...ZERO_CODE,
      '@react-router/dev': '8.4.0',
      '@react-router/node': '8.4.0',
      '@react-router/serve': '8.4.0',
      isbot: '5.2.3',
      react: '19.3.1',
      'react-dom': '19.3.1',
      'react-router': '8.4.0',
      vite: '8.4.0',
    },
    files: ['shared', 'visit-server', 'react-router'],
    build: 'react-router build',
    run: `NODE_OPTIONS="${REGISTER}" node visit.mjs react-router-serve build/server/index.js`,
    without: { run: 'node visit.mjs react-router-serve build/server/index.js' },
    setUp: '`NODE_OPTIONS="--import @sevenstep/register"`',
  },
  {
    ...BUILT,
    id: 'astro',
    title: 'Astro 7, `@astrojs/node`',
    dependencies: { ...ZERO_CODE, '@astrojs/node': '11.1.6', astro: '7.3.5' },
    files: ['shared', 'visit-server', 'astro'],
    build: 'astro build --silent',
    run: `${VISIT} ${REGISTER} dist/server/entry.mjs`,
    without: { run: `${VISIT} dist/server/entry.mjs` },
    setUp: '`node --import @sevenstep/register dist/server/entry.mjs`',
  },
  {
    ...BUILT,
    id: 'tanstack-start',
    title: 'TanStack Start 1, Nitro 3',
    dependencies: {
      ...ZERO_CODE,
      '@tanstack/react-router': '1.170.46',
      '@tanstack/react-start': '1.169.5',
      '@vitejs/plugin-react': '6.3.0',
      nitro: '3.0.260903-beta',
      react: '19.3.1',
      'react-dom': '19.3.1',
      vite: '8.4.0',
    },
    files: ['shared', 'visit-server', 'tanstack-start'],
    build: 'node build.mjs',
    run: `${VISIT} ${REGISTER} .output/server/index.mjs`,
    without: { run: `${VISIT} .output/server/index.mjs` },
    setUp:
      "`nitro({ traceDeps: ['@anthropic-ai/sdk'] })` in `vite.config`, and `node --import @sevenstep/register .output/server/index.mjs`",
    notes: 'Without `traceDeps`, Nitro 3 bundles the SDK, and the first call prints a notice.',
  },
  {
    ...BUILT,
    id: 'hono',
    title: 'Hono 4 on `@hono/node-server`, TypeScript without a build',
    dependencies: { ...ZERO_CODE, '@hono/node-server': '2.1.9', hono: '4.13.19' },
    files: ['shared', 'visit-server', 'hono'],
    run: `${VISIT} ${REGISTER} server.ts`,
    without: { run: `${VISIT} server.ts` },
    setUp: '`node --import @sevenstep/register server.ts`',
  },
  {
    ...BUILT,
    id: 'pm2',
    title: 'pm2 7, two processes in cluster mode',
    dependencies: { ...ZERO_CODE, pm2: '7.0.4' },
    files: ['shared', 'visit-server', 'pm2'],
    run: 'PM2_HOME="$PWD/.pm2" node visit.mjs pm2-runtime start ecosystem.config.cjs',
    setUp: "`node_args: '--import @sevenstep/register'` in `ecosystem.config.cjs`",
    notes: '`NODE_OPTIONS` under `env` has no effect in cluster mode.',
  },
  {
    id: 'express',
    title: 'Express 5',
    dependencies: {
      ...SDK,
      ...NODE_SDK,
      '@opentelemetry/instrumentation-express': '0.71.1',
      '@opentelemetry/instrumentation-http': '0.223.0',
      express: '5.3.0',
    },
    node: '24',
    files: ['shared', 'ask', 'express'],
    run: 'node --require ./telemetry.cjs server.cjs',
    setUp: 'The instrumentation together with those of HTTP and Express, the processor before the exporter',
    expect: {
      calls: 5,
      parents: 'request handler',
      others: ['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-express'],
      diagnosed: 'processor',
    },
  },
  {
    id: 'fastify',
    title: 'Fastify 5, `@fastify/otel`',
    dependencies: {
      ...SDK,
      ...NODE_SDK,
      '@fastify/otel': '0.21.2',
      '@opentelemetry/instrumentation-http': '0.223.0',
      fastify: '5.12.8',
    },
    node: '24',
    files: ['shared', 'ask', 'fastify'],
    run: 'node --require ./telemetry.cjs server.cjs',
    setUp: 'The instrumentation together with those of HTTP and Fastify, the processor before the exporter',
    expect: {
      calls: 5,
      parents: 'handler - fastify -> @fastify/otel',
      others: ['@opentelemetry/instrumentation-http', '@fastify/otel'],
      diagnosed: 'processor',
    },
  },
  {
    id: 'nest',
    title: 'Nest 12 on Express',
    dependencies: {
      ...SDK,
      ...NODE_SDK,
      '@nestjs/common': '12.5.1',
      '@nestjs/core': '12.5.1',
      '@nestjs/platform-express': '12.5.1',
      '@opentelemetry/instrumentation-http': '0.223.0',
      'reflect-metadata': '0.2.2',
      rxjs: '7.8.2',
    },
    node: '24',
    files: ['shared', 'ask', 'nest'],
    run: 'node --import ./telemetry.mjs server.mjs',
    setUp:
      '`@sevenstep/register/hooks` first; the instrumentation together with that of HTTP, the processor before the exporter',
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: ['@opentelemetry/instrumentation-http'],
      diagnosed: 'processor',
    },
  },
];
