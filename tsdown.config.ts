// How every package is built: one row each, CommonJS and ES modules with types.
import type { UserConfig } from 'tsdown';

/** No CommonJS: what is only loaded by `--import` and waits at top level, and what is only run. */
const ESM_ONLY: ReadonlySet<string> = new Set(['register', 'doctor']);

/** Package folder to its entries: the public entry points, and the executables. */
const PACKAGES: Record<string, string[] | Record<string, string>> = {
  'semantic-conventions': { index: 'src/index.ts', builders: 'src/builders/index.ts' },
  checklist: ['src/index.ts', 'src/drills.ts'],
  'instrumentation-anthropic': ['src/index.ts'],
  'diagnosis-span-processor': ['src/index.ts'],
  'anthropic-simulator': ['src/index.ts', 'src/bin.ts'],
  alerts: ['src/index.ts', 'src/bin.ts'],
  register: ['src/index.ts', 'src/hooks.ts'],
  doctor: ['src/index.ts', 'src/bin.ts'],
};

const build = (folder: string, entry: string[] | Record<string, string>): UserConfig => ({
  name: folder,
  cwd: `packages/${folder}`,
  entry,
  format: ESM_ONLY.has(folder) ? ['esm'] : ['esm', 'cjs'],
  dts: true,
  platform: 'node',
  target: 'node20.6',
  fixedExtension: true,
  inputOptions: { checks: { pluginTimings: false } },
  // They are in the types, which is where editors look; the sources are not shipped.
  outputOptions: { comments: false },
});

const config: UserConfig[] = Object.entries(PACKAGES).map(([folder, entry]) => build(folder, entry));
export default config;
