// The parts of the SDK beyond its public API on which the instrumentation relies, in one version: parameters, bodies, types.
import ts from 'typescript';
import { SIGNATURES } from '../../packages/instrumentation-anthropic/src/sdk/checked-versions.ts';
import { PATCH_POINTS } from '../../packages/instrumentation-anthropic/src/sdk/patch-points.ts';
import { findFunction } from './bodies.ts';
import type { Citation } from './citations.ts';
import { type Declarations, declaredText, memberText } from './declarations.ts';
import type { Rows } from './facts.ts';
import type { PackageFiles } from './package-files.ts';

/** The fact of a row that a version lacks. */
const ABSENT = 'absent';

/** Module formats, by the end of their files' names: CommonJS, then ES modules. */
const FORMATS = ['js', 'mjs'];

/** A file that is patched, a name that our sources cite, and each member that we rely on, by a row. */
export function internalsOf(sdk: PackageFiles, declarations: Declarations, cited: readonly Citation[]): Rows {
  const rows = new Map<string, string>();
  for (const { file } of PATCH_POINTS) {
    for (const path of FORMATS.map((format) => `${file}.${format}`))
      rows.set(`file ${path}`, sdk.paths.includes(path) ? 'present' : ABSENT);
  }
  for (const { file, name, members } of cited)
    if (isType(declarations, file, name)) {
      rows.set(`${file} ${name}`, 'declared');
      for (const member of members)
        rows.set(`${file} ${name}.${member}`, memberIn(sdk, declarations, file, name, member));
    }
  // A method that a class's row has needs no other.
  const isMember = (file: string, name: string): boolean =>
    [...rows.keys()].some((key) => key.startsWith(`${file} `) && key.endsWith(`.${name}`));
  for (const { file, name } of cited)
    if (!isType(declarations, file, name) && !isMember(file, name))
      rows.set(`${file} ${name}`, functionIn(sdk, file, name) ?? ABSENT);
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names that are patched and that no citation covers: they would be compared with nothing. */
export function uncovered(cited: readonly Citation[]): string[] {
  const members = new Set(cited.flatMap((one) => one.members));
  return [...new Set(SIGNATURES.map(({ method }) => method))].filter((name) => !members.has(name));
}

/** The text of a function in both module formats of a version, for a diff. @param key of a row of {@link internalsOf}. */
export function bodiesOf(sdk: PackageFiles, key: string): string[] {
  const [file = '', path = ''] = key.split(' ');
  const [name = '', member] = path.split('.');
  return FORMATS.map((format) => {
    const text = sdk.read(`${file}.${format}`) ?? '';
    return (member === undefined ? findFunction(text, name) : findFunction(text, member, name))?.text ?? '';
  });
}

/** Our files that rely on a row of {@link internalsOf}. */
export function citersOf(cited: readonly Citation[], key: string): string[] {
  const citing = cited.filter(
    ({ file, name, members }) =>
      key === `${file} ${name}` ||
      members.some((member) => key === `${file} ${name}.${member}`) ||
      (key.startsWith(`${file} `) && key.endsWith(`.${name}`)),
  );
  return [...new Set(citing.map(({ by }) => by))];
}

const TYPES = ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias;

/** Whether to compare by members. Everything else is compared as a whole. */
const isType = (declarations: Declarations, file: string, name: string): boolean =>
  ((declarations.find(`${file}.d.ts`, name)?.flags ?? 0) & TYPES) !== 0;

function memberIn(
  sdk: PackageFiles,
  declarations: Declarations,
  file: string,
  owner: string,
  member: string,
): string {
  const symbol = declarations.find(`${file}.d.ts`, owner);
  const declared = symbol && declaredText(declarations.typeOf(symbol).getProperty(member));
  return (
    functionIn(sdk, file, member, owner) ??
    declared ??
    // Only the sources have parts that are marked as internal.
    memberText(sdk.read(`src/${file}.ts`) ?? '', owner, member) ??
    ABSENT
  );
}

/** In both module formats: each is patched as it is loaded. */
function functionIn(sdk: PackageFiles, file: string, name: string, owner?: string): string | undefined {
  const [script, module] = FORMATS.map((format) =>
    findFunction(sdk.read(`${file}.${format}`) ?? '', name, owner),
  );
  if (!script && !module) return undefined;
  const { parameters = '', length = 0 } = script ?? module ?? {};
  const bodies = `body ${script?.hash ?? ABSENT}, as a module ${module?.hash ?? ABSENT}`;
  return `(${parameters}), length ${length}, ${bodies}`;
}
