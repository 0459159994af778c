// How every package is built: one row each, CommonJS and ES modules with types.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Format, UserConfig } from 'tsdown';

/** No CommonJS: what is only run. */
const ESM_ONLY: ReadonlySet<string> = new Set(['doctor']);

/**
 * One implementation for both module systems: these keep state of calls and spans, of which a process must not have two
 * copies. It is CommonJS, and the ES module names its exports.
 */
const ONE_COPY: ReadonlySet<string> = new Set([
  'instrumentation-anthropic',
  'diagnosis-span-processor',
  'register',
]);

/** Package folder to its entries: the public entry points, and the executables. */
const PACKAGES: Record<string, string[]> = {
  'semantic-conventions': ['src/index.ts'],
  wire: ['src/index.ts', 'src/request.ts'],
  checklist: [
    'src/index.ts',
    'src/drills.ts',
    'src/request.ts',
    'src/text.ts',
    // Code that two entries share becomes a chunk. A bundler drops those chunks that `text` does not need.
    'src/text/diagnose-text.ts',
    'src/terms/look-up.ts',
  ],
  'instrumentation-anthropic': ['src/index.ts'],
  'diagnosis-span-processor': ['src/index.ts'],
  'anthropic-simulator': ['src/index.ts', 'src/bin.ts'],
  alerts: ['src/index.ts', 'src/bin.ts'],
  register: ['src/index.ts', 'src/hooks.ts', 'src/own-sdk.ts', 'src/exit-worker.ts', 'src/sdk-loader.ts'],
  doctor: ['src/index.ts', 'src/bin.ts'],
};

const build = (folder: string, entry: string[]): UserConfig => ({
  name: folder,
  cwd: `packages/${folder}`,
  entry,
  format: formats(folder),
  dts: true,
  platform: 'node',
  target: 'node20.6',
  // `register` requires it late, beside itself.
  deps: { neverBundle: ['./own-sdk.cjs'] },
  fixedExtension: true,
  inputOptions: { checks: { pluginTimings: false } },
  // They are in the types, which is where editors look; the sources are not shipped.
  outputOptions: { comments: false },
  hooks: {
    'build:done': ({ chunks }) => {
      if (!ONE_COPY.has(folder)) return;
      for (const chunk of chunks) {
        if (chunk.type === 'chunk' && chunk.isEntry && chunk.fileName.endsWith('.cjs')) {
          writeEsModule(chunk.outDir, chunk.fileName.replace(/\.cjs$/, ''), chunk.exports);
        }
      }
    },
  },
});

function formats(folder: string): Format[] {
  if (ESM_ONLY.has(folder)) return ['esm'];
  return ONE_COPY.has(folder) ? ['cjs'] : ['esm', 'cjs'];
}

function writeEsModule(folder: string, name: string, exports: readonly string[]): void {
  const cjs = `'./${name}.cjs'`;
  writeFileSync(join(folder, `${name}.mjs`), `export { ${exports.join(', ')} } from ${cjs};\n`);
  writeFileSync(join(folder, `${name}.d.mts`), `export * from ${cjs};\n`);
}

const config: UserConfig[] = Object.entries(PACKAGES).map(([folder, entry]) => build(folder, entry));
export default config;
