// All that is compared of a version of `@anthropic-ai/sdk`.
import { fileURLToPath } from 'node:url';
import { type Citation, citationsIn } from './citations.ts';
import { Declarations } from './declarations.ts';
import type { Facts } from './facts.ts';
import { internalsOf } from './internals.ts';
import { tracingNames } from './own-tracing.ts';
import { manifestOf, type PackageFiles } from './package-files.ts';
import { KINDS } from './vocabulary.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The SDK internals that our sources cite. */
export const CITED: readonly Citation[] = citationsIn(ROOT, [
  'packages/instrumentation-anthropic/src',
  'packages/wire/src',
  'packages/checklist/src',
  'packages/register/src',
]);

export function sdkFacts(sdk: PackageFiles): Facts {
  const declarations = new Declarations(sdk, 'index.d.ts');
  const { engines = {}, dependencies = {}, peerDependencies = {} } = manifestOf(sdk);
  return new Map([
    ['internals', internalsOf(sdk, declarations, CITED)],
    ...KINDS.map(({ name, read }) => [name, read(declarations)] as const),
    ['own tracing', tracingNames(sdk)],
    ['dependencies', new Map(Object.entries({ ...engines, ...dependencies, ...peerDependencies }))],
  ]);
}
