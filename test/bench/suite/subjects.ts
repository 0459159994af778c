// The subjects by name. Each is loaded only in its own process.
import { createRequire } from 'node:module';
import { floor } from './floor.ts';
import { instantiate, MODULES, type Module } from './modules.ts';
import { same, sameOnSdk } from './same.ts';
import { sentry } from './sentry.ts';
import type { Subject } from './subject.ts';

// CommonJS throughout: the module hooks of every subject reach it.
const require = createRequire(import.meta.url);

const instrumentation = (module: Module, sdkSpans = false): Subject => ({
  sdkSpans,
  start: () => instantiate(module, require(module.packageName)),
});

const nothing = (sdkSpans: boolean): Subject => ({ sdkSpans, start: () => undefined });

export const SUBJECTS: Readonly<Record<string, Subject>> = {
  bare: nothing(false),
  'bare-0': nothing(false),
  floor,
  same,
  sameOnSdk,
  sdk: nothing(true),
  owned: instrumentation(MODULES.owned),
  adopted: instrumentation(MODULES.adopted, true),
  traceloop: instrumentation(MODULES.traceloop),
  openinference: instrumentation(MODULES.openinference),
  sentry,
};
