// One process of the bench: `node load.ts <subject>` prints what loading its package, and then the SDK, costs.
import { createRequire } from 'node:module';
import { instantiate, MODULES, type Module, type ModuleName } from './modules.ts';
import { tell } from './tell.ts';

const OTHERS: Readonly<Record<string, string>> = {
  otel: '@opentelemetry/instrumentation',
  sentry: '@sentry/node',
};

const name = process.argv[2] ?? '';
const require = createRequire(import.meta.url);

/** Milliseconds of CPU time. */
function cost(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const module: Module | undefined = MODULES[name as ModuleName];
const packageName = module?.packageName ?? OTHERS[name];
let loaded: unknown;
const importing = cost(() => {
  if (packageName) loaded = require(packageName);
});
const patching = cost(() => {
  if (module) instantiate(module, loaded);
  require('@anthropic-ai/sdk');
});
tell({ import: importing, sdk: patching });
