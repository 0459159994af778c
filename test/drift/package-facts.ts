// The compared facts of a package other than the SDK: our imports from it, and its requirements.
import ts from 'typescript';
import { SIGNATURES } from '../../packages/instrumentation-anthropic/src/sdk/checked-versions.ts';
import { type FoundFunction, findFunction } from './bodies.ts';
import { Declarations, declaredText } from './declarations.ts';
import type { Facts, Rows } from './facts.ts';
import { manifestOf, type PackageFiles } from './package-files.ts';

/** Of which an application has one copy, if ranges allow. */
const SHARED = /^@(?:anthropic-ai|opentelemetry)\//;

/** @param imports the names that we import from it. */
export function packageFacts(files: PackageFiles, imports: readonly string[]): Facts {
  const { engines = {}, dependencies = {}, peerDependencies = {} } = manifestOf(files);
  const shared = Object.entries(dependencies).filter(([name]) => SHARED.test(name));
  return new Map([
    ['exports', exportsOf(files, imports)],
    ['overridden methods', overridden(files, imports)],
    ['requirements', new Map([...Object.entries({ ...engines, ...peerDependencies }), ...shared])],
  ]);
}

function exportsOf(files: PackageFiles, imports: readonly string[]): Rows {
  const entry = typesEntry(files);
  const declarations = entry === undefined ? undefined : new Declarations(files, entry);
  const rows = new Map<string, string>();
  for (const name of imports) {
    const symbol = entry === undefined ? undefined : declarations?.find(entry, name);
    rows.set(name, symbol && declarations ? shapeOf(declarations, symbol) : 'absent');
  }
  return rows;
}

/** The parts of a declaration: the members of a class or interface, else its text. */
function shapeOf(declarations: Declarations, symbol: ts.Symbol): string {
  const { flags } = symbol;
  if ((flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) === 0)
    return declaredText(symbol) ?? 'of another package';
  const members = declarations
    .typeOf(symbol)
    .getProperties()
    .filter(isPublic)
    .map((one) => ((one.flags & ts.SymbolFlags.Optional) !== 0 ? `${one.name}?` : one.name));
  return `${flags & ts.SymbolFlags.Class ? 'class' : 'interface'} { ${members.sort().join(', ')} }`;
}

const isPublic = ({ declarations = [] }: ts.Symbol): boolean =>
  !declarations.some(
    (node) =>
      (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0,
  );

/** Methods that we patch on the base class, and that a client of the package overrides. */
function overridden(files: PackageFiles, classes: readonly string[]): Rows {
  const text = files.read('client.js') ?? '';
  const rows = new Map<string, string>();
  for (const owner of classes)
    for (const name of new Set(SIGNATURES.map(({ method }) => method))) {
      const found = findFunction(text, name, owner);
      if (found) rows.set(`${owner}.${name}`, shown(found));
    }
  return rows;
}

const shown = ({ parameters, length, hash }: FoundFunction): string =>
  `(${parameters}), length ${length}, body ${hash}`;

/** Path of the declarations that an application gets; `undefined` for a package without any. */
export function typesEntry(files: PackageFiles): string | undefined {
  const { exports, types, typings } = manifestOf(files);
  const main =
    typeof exports === 'object' && exports !== null ? ((exports as Tree)['.'] ?? exports) : undefined;
  const declared = [typesIn(main), types, typings, 'index.d.ts'].find(
    (path) => path !== undefined && files.paths.includes(path.replace(/^\.\//, '')),
  );
  return declared?.replace(/^\.\//, '');
}

interface Tree {
  readonly [condition: string]: unknown;
}

/** The first `types` among the conditions of an export. */
function typesIn(tree: unknown): string | undefined {
  if (typeof tree !== 'object' || tree === null) return undefined;
  const { types } = tree as Tree;
  if (typeof types === 'string') return types;
  for (const inner of Object.values(tree)) {
    const found = typesIn(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
