// Module hooks that report each copy of the SDK that `import` loads. They start nothing else.
import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { loadInDeno, loadSync, reportOf } from './sdk-loader.ts';

interface SdkModules {
  hooked?: boolean;
  readonly modules: object[];
  readonly listeners: Set<(module: object) => void>;
  report(module: object): void;
}

/** The global to which the SDK's files report. The instrumentation creates it if it loads first (`src/sdk/sdk-modules.ts`). */
const SLOT = Symbol.for('@sevenstep/sdk-modules.v1');

/** Hooks run on a thread in versions without synchronous ones. */
const DENIED =
  '@sevenstep/register: with --permission, this Node.js runs module hooks only with --allow-worker. Add it, or update to Node.js 22.22.3, ' +
  '24.11.1 or newer.\n';

const global = globalThis as { [SLOT]?: SdkModules; Bun?: BunLike };
global[SLOT] ??= {
  modules: [],
  listeners: new Set(),
  report(module) {
    this.modules.push(module);
    for (const listener of this.listeners) listener(module);
  },
};
if (!global[SLOT].hooked) {
  try {
    addHooks();
    global[SLOT].hooked = true;
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : String(problem);
    const isDenied = (problem as { code?: unknown }).code === 'ERR_ACCESS_DENIED';
    process.stderr.write(
      isDenied
        ? DENIED
        : `@sevenstep/register: this runtime supports no module hooks (${why}). To observe an SDK that is loaded as an ES module, ` +
            'call instrument(Anthropic) of an AnthropicInstrumentation.\n',
    );
  }
}

function addHooks(): void {
  if (global.Bun) addBunPlugin(global.Bun);
  else if (takesSyncHooks(process.versions.node)) {
    const load = process.versions.deno ? loadInDeno : loadSync;
    nodeModule.registerHooks({ load: load as nodeModule.LoadHookSync });
  } else nodeModule.register(new URL('./sdk-loader.mjs', import.meta.url));
}

/**
 * Node.js 22.22.3, 24.11.1, 25.1 and newer. Before, `registerHooks` fails for CommonJS without source
 * (https://github.com/nodejs/node/pull/59929).
 */
function takesSyncHooks(version: string): boolean {
  if (typeof nodeModule.registerHooks !== 'function') return false;
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const from = { 22: [22, 3], 24: [11, 1], 25: [1, 0] }[major];
  if (!from) return major > 25;
  const [fromMinor = 0, fromPatch = 0] = from;
  return minor > fromMinor || (minor === fromMinor && patch >= fromPatch);
}

/** The parts of Bun's plugins that we use. */
interface BunLike {
  plugin(plugin: { name: string; setup(build: BunBuild): void }): void;
  file(path: string): { text(): Promise<string> };
}

interface BunBuild {
  onLoad(
    filter: { filter: RegExp },
    load: (file: { path: string }) => Promise<{ contents: string; loader: 'js' }>,
  ): void;
}

/** Bun has plugins instead of Node's hooks for `import`. */
function addBunPlugin(bun: BunLike): void {
  bun.plugin({
    name: '@sevenstep/register',
    setup(build) {
      build.onLoad({ filter: /[\\/]@anthropic-ai[\\/]sdk[\\/@].*\.mjs$/ }, async ({ path }) => ({
        contents: (await bun.file(path).text()) + (reportOf(pathToFileURL(path).href) ?? ''),
        loader: 'js',
      }));
    },
  });
}
