// Runtimes other than Node.js.
import type { SetUp } from '../set-up.ts';
import { nowhere } from './nowhere.ts';
import { BY_HAND } from './own-set-up.ts';
import { OTEL_3, SDK, ZERO_CODE as ZERO_CODE_PACKAGES } from './versions.ts';

const PATCHED = {
  node: '24',
  files: ['shared', 'by-hand', 'bundle'],
  setUp: '`instrumentation.instrument(Anthropic)` in the file that sets telemetry up',
  expect: { calls: 5, parents: 'handle', others: [], diagnosed: 'processor' },
} as const satisfies Partial<SetUp>;

const MIDDLEWARE = {
  ...PATCHED,
  files: ['shared', 'by-hand', 'middleware'],
  setUp: '`new Anthropic({ middleware: [instrumentation.middleware()] })`',
} as const satisfies Partial<SetUp>;

const BUN = { dependencies: { ...BY_HAND, bun: '1.4.5' }, scripts: true } as const;
const DENO = { dependencies: { ...BY_HAND, deno: '2.9.6' }, scripts: true } as const;

/** As wrangler bundles: what Node.js brings is left to the runtime. */
const ESBUILD_FOR_WORKERS = [
  'esbuild worker.mjs --bundle --format=esm --outfile=dist/worker.mjs --log-level=warning',
  '--conditions=workerd,worker,browser --main-fields=browser,module,main',
  '--external:node:* --alias:async_hooks=node:async_hooks --alias:events=node:events',
].join(' ');

const ZERO_CODE = {
  node: '24',
  files: ['shared', 'zero-code'],
  expect: { calls: 5, parents: 'root', others: [], diagnosed: 'processor' },
} as const satisfies Partial<SetUp>;

const ROWS: readonly SetUp[] = [
  {
    ...ZERO_CODE,
    ...BUN,
    dependencies: { ...ZERO_CODE_PACKAGES, bun: BUN.dependencies.bun },
    id: 'bun-zero-code',
    title: 'Bun 1.4, zero-code',
    run: 'bun --preload @sevenstep/register app.mjs',
    without: { run: 'bun app.mjs' },
    setUp: '`bun --preload @sevenstep/register app.mjs`',
  },
  {
    ...ZERO_CODE,
    ...BUN,
    files: ['shared', 'elysia'],
    dependencies: { ...ZERO_CODE_PACKAGES, bun: BUN.dependencies.bun, elysia: '1.4.30' },
    id: 'elysia',
    title: 'Elysia 1 on Bun 1.4, zero-code',
    run: 'bun --preload @sevenstep/register app.mjs',
    without: { run: 'bun app.mjs' },
    setUp: '`bun --preload @sevenstep/register app.mjs`',
    notes: 'With `@elysiajs/opentelemetry`, the calls are children of its spans.',
  },
  {
    ...ZERO_CODE,
    ...DENO,
    dependencies: { ...ZERO_CODE_PACKAGES, deno: DENO.dependencies.deno },
    id: 'deno-zero-code',
    title: 'Deno 2.9, zero-code',
    run: 'deno run --allow-all --preload npm:@sevenstep/register app.mjs',
    without: { run: 'deno run --allow-all app.mjs' },
    setUp: '`deno run --preload npm:@sevenstep/register app.mjs`',
  },
  {
    ...ZERO_CODE,
    ...DENO,
    files: ['shared', 'deno-loads'],
    dependencies: { ...SDK, ...OTEL_3, deno: DENO.dependencies.deno },
    id: 'deno-zero-code-otel-3',
    title: 'Deno 2.9, zero-code, OpenTelemetry 3',
    run: 'deno run --allow-all --preload npm:@sevenstep/register app.mjs',
    without: { run: 'deno run --allow-all app.mjs' },
    setUp: '`deno run --preload npm:@sevenstep/register app.mjs`',
  },
  {
    ...ZERO_CODE,
    ...DENO,
    dependencies: { ...ZERO_CODE_PACKAGES, deno: DENO.dependencies.deno },
    id: 'deno-otel',
    title: "Deno 2.9 with Deno's own OpenTelemetry",
    run: 'deno run --allow-all --preload npm:@sevenstep/register app.mjs',
    without: { run: 'deno run --allow-all app.mjs' },
    env: { OTEL_DENO: 'true' },
    setUp: '`OTEL_DENO=true deno run --preload npm:@sevenstep/register app.mjs`',
    notes: 'An attribute that is set twice is on the span twice: Deno does not replace it.',
    expect: { ...ZERO_CODE.expect, others: ['deno'], diagnosed: 'option' },
  },
  { ...PATCHED, ...BUN, id: 'bun', title: 'Bun 1.4', run: 'bun run app.mjs' },
  { ...MIDDLEWARE, ...BUN, id: 'bun-middleware', title: 'Bun 1.4, middleware', run: 'bun run app.mjs' },
  { ...PATCHED, ...DENO, id: 'deno', title: 'Deno 2.9', run: 'deno run --allow-all app.mjs' },
  {
    ...MIDDLEWARE,
    ...DENO,
    id: 'deno-middleware',
    title: 'Deno 2.9, middleware',
    run: 'deno run --allow-all app.mjs',
  },
  {
    id: 'workerd',
    title: 'workerd, middleware',
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/exporter-trace-otlp-http': '0.223.0',
      '@opentelemetry/sdk-trace-base': '2.12.0',
      esbuild: '0.28.2',
      workerd: '1.20261117.1',
    },
    scripts: true,
    node: '24',
    files: ['shared', 'by-hand', 'workerd'],
    build:
      'esbuild worker.mjs --bundle --format=esm --outfile=dist/worker.mjs --conditions=workerd,worker,browser --main-fields=browser,module,main --external:node:* --log-level=error',
    run: 'node run.mjs',
    setUp: '`new Anthropic({ middleware: [instrumentation.middleware()] })`, and the option `diagnose`',
    notes: 'A response that nobody reads ends its span only where there is a `FinalizationRegistry`',
    expect: { calls: 5, parents: 'handle', others: [], diagnosed: 'option' },
  },
  {
    ...PATCHED,
    id: 'workerd-patched',
    title: 'workerd, patched by hand, OpenTelemetry 3',
    dependencies: {
      ...SDK,
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/context-async-hooks': '3.1.0',
      '@opentelemetry/exporter-trace-otlp-http': '0.301.0',
      '@opentelemetry/sdk-trace': '3.1.0',
      esbuild: '0.28.2',
      workerd: '1.20261117.1',
    },
    // Puts the program itself in the place of one that starts it.
    scripts: true,
    ours: ['semantic-conventions', 'checklist', 'instrumentation-anthropic', 'diagnosis-span-processor'],
    files: ['shared', 'by-hand', 'ask', 'workerd-patched'],
    build: ESBUILD_FOR_WORKERS,
    run: 'node visit.mjs',
    notes: 'With `nodejs_compat`, for `AsyncLocalStorage`.',
  },
];

export const RUNTIMES: readonly SetUp[] = [
  ...ROWS,
  ...ROWS.filter(({ id }) => /^(?:bun|deno|workerd)$/.test(id)).map(nowhere),
];
