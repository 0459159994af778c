// Which other packages are watched, and what we import of each: all that our manifests and the bench name.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { COMMON, ROWS } from '../bench/subjects.ts';
import { MODULES } from '../bench/suite/modules.ts';
import { CELLS } from '../sdk-matrix/cells.ts';
import { readCatalog } from '../support/packages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const SDK = '@anthropic-ai/sdk';

const CELLS_FILE = 'test/sdk-matrix/cells.ts';

/** Packages to watch among those in our manifests. */
const WATCHED = /^@(?:anthropic-ai|opentelemetry)\//;

/** In the bench, beside what all of its rows have. */
const PEERS: ReadonlySet<string> = new Set(
  ROWS.flatMap(({ packages }) => Object.keys(packages)).filter((name) => !Object.hasOwn(COMMON, name)),
);

/** The first package declares the names that we import from the second. */
const EXPORTED_AGAIN_BY: ReadonlyMap<string, string> = new Map([
  ['@opentelemetry/sdk-trace', '@opentelemetry/sdk-trace-base'],
]);

/** A package to watch, beside the SDK. */
export interface Watched {
  readonly name: string;
  /** The names that our sources and tests import from it. */
  readonly imports: readonly string[];
  /** Where its version stands. */
  readonly place: string;
}

const files = (pattern: string): string[] =>
  execFileSync('git', ['ls-files', pattern], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((path) => existsSync(join(ROOT, path)));

export function watchedPackages(): Watched[] {
  const imports = importsOf(files('*.ts').filter((path) => /^(?:packages|test|examples)\//.test(path)));
  const catalog = readCatalog();
  const manifests = files('*package.json').filter((path) => !path.startsWith('test/frameworks/'));
  const places = new Map<string, string>([
    ...CELLS.flatMap(({ otel }) => Object.keys(otel.packages)).map((name) => [name, CELLS_FILE] as const),
    ...Object.keys(catalog).map((name) => [name, 'pnpm-workspace.yaml'] as const),
  ]);
  for (const path of manifests)
    for (const name of dependenciesIn(readFileSync(join(ROOT, path), 'utf8')))
      if (!places.has(name)) places.set(name, path);
  for (const name of PEERS) places.set(name, 'test/bench/subjects.ts');
  return [...places]
    .filter(([name]) => name !== SDK && (WATCHED.test(name) || PEERS.has(name)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, place]) => ({
      name,
      place,
      imports: [...(imports.get(EXPORTED_AGAIN_BY.get(name) ?? name) ?? [])].sort(),
    }));
}

function dependenciesIn(text: string): string[] {
  const manifest = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  );
}

/** Package to the names imported from it. */
function importsOf(paths: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (name: string, imported: string): void => {
    found.set(name, (found.get(name) ?? new Set()).add(imported));
  };
  for (const path of paths) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const { namedBindings, name } = statement.importClause ?? {};
      if (name) add(statement.moduleSpecifier.text, 'default');
      if (namedBindings && ts.isNamedImports(namedBindings))
        for (const one of namedBindings.elements)
          add(statement.moduleSpecifier.text, (one.propertyName ?? one.name).text);
    }
  }
  // Loaded by name; the second in `test/bench/suite/sentry.ts`.
  for (const { packageName, className } of Object.values(MODULES)) add(packageName, className);
  for (const name of ['init', 'flush']) add('@sentry/node', name);
  return found;
}
