// Web frameworks, whose spans are the calls' parents.
import type { SetUp } from '../set-up.ts';
import { NODE_SDK, SDK } from './own-set-up.ts';

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
  {
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
    setUp: 'The instrumentation beside those of HTTP and Express, the processor before what exports',
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
    setUp: 'The instrumentation beside those of HTTP and Fastify, the processor before what exports',
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
      '`@sevenstep/register/hooks` first; the instrumentation beside that of HTTP, the processor before what exports',
    expect: {
      calls: 5,
      parents: 'SERVER',
      others: ['@opentelemetry/instrumentation-http'],
      diagnosed: 'processor',
    },
  },
];
