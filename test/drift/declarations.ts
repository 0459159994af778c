// Reads a package's type declarations with the TypeScript compiler.
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import type { PackageFiles } from './package-files.ts';

const ROOT = '/package';
const LIB = dirname(ts.getDefaultLibFilePath({}));
const OPTIONS: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

/** Parsed files by their path and text: versions of a package share most of them. */
const parsed = new Map<string, ts.SourceFile>();

function parse(path: string, text: string, target: ts.CreateSourceFileOptions): ts.SourceFile {
  const key = `${path}\n${JSON.stringify(target.impliedNodeFormat)}\n${text}`;
  const source = parsed.get(key) ?? ts.createSourceFile(path, text, target, true);
  parsed.set(key, source);
  return source;
}

/** The declarations that are reachable from an entry file of a package. */
export class Declarations {
  readonly checker: ts.TypeChecker;
  private readonly program: ts.Program;

  /** @param entry path in the package, such as `index.d.ts`. */
  constructor(files: PackageFiles, entry: string) {
    const read = (path: string): string | undefined =>
      path.startsWith(`${ROOT}/`) ? files.read(path.slice(ROOT.length + 1)) : ts.sys.readFile(path);
    const has = new Set(files.paths);
    const host: ts.CompilerHost = {
      getSourceFile: (path, options) => {
        const text = read(path);
        const target = typeof options === 'object' ? options : { languageVersion: options };
        return text === undefined ? undefined : parse(path, text, target);
      },
      readFile: read,
      fileExists: (path) =>
        path.startsWith(`${ROOT}/`)
          ? has.has(path.slice(ROOT.length + 1))
          : path.startsWith(LIB) && ts.sys.fileExists(path),
      getDefaultLibFileName: () => join(LIB, 'lib.es2022.d.ts'),
      getDefaultLibLocation: () => LIB,
      getCurrentDirectory: () => ROOT,
      getCanonicalFileName: (path) => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      writeFile: () => undefined,
    };
    this.program = ts.createProgram({ rootNames: [posix.join(ROOT, entry)], options: OPTIONS, host });
    this.checker = this.program.getTypeChecker();
  }

  /** The exports of a file; none if the file does not exist. */
  exportsOf(path: string): readonly ts.Symbol[] {
    const source = this.program.getSourceFile(posix.join(ROOT, path));
    const module = source && this.checker.getSymbolAtLocation(source);
    return module ? this.checker.getExportsOfModule(module) : [];
  }

  /** The export of a file with a name, with aliases resolved. */
  find(path: string, name: string): ts.Symbol | undefined {
    return this.behind(this.exportsOf(path).find((symbol) => symbol.name === name));
  }

  behind(symbol: ts.Symbol | undefined): ts.Symbol | undefined {
    const isAlias = symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** Every declaration file that is reachable from the entry. */
  paths(): string[] {
    return this.program
      .getSourceFiles()
      .map(({ fileName }) => fileName)
      .filter((path) => path.startsWith(`${ROOT}/`))
      .map((path) => path.slice(ROOT.length + 1));
  }

  /** Where a symbol is declared: path in the package, without extension. */
  fileOf({ declarations: [first] = [] }: ts.Symbol): string {
    const path = first?.getSourceFile().fileName ?? '';
    return path.slice(ROOT.length + 1).replace(/\.d\.ts$/, '');
  }

  /** The type that a class, an interface or an alias declares. */
  typeOf(symbol: ts.Symbol): ts.Type {
    return this.checker.getDeclaredTypeOfSymbol(symbol);
  }

  /** The type of a property of a type; `undefined` where it has no such property. */
  property(type: ts.Type, name: string): ts.Type | undefined {
    const symbol = type.getProperty(name);
    return symbol && this.checker.getTypeOfSymbol(symbol);
  }

  /** The values of a type that is a literal or a union of them. */
  literals(type: ts.Type | undefined): string[] {
    return constituents(type).flatMap((one) =>
      one.isStringLiteral() || one.isNumberLiteral() ? [String(one.value)] : [],
    );
  }

  /** Whether a class is `ancestor` or extends it, directly or through others. */
  extends(type: ts.Type, ancestor: string): boolean {
    return type.symbol?.name === ancestor || this.basesOf(type).some((base) => this.extends(base, ancestor));
  }

  /** The base types of a class. For a generic class with arguments, the base types of the generic one. */
  basesOf(type: ts.Type): readonly ts.Type[] {
    const { target = type } = type as Partial<ts.TypeReference>;
    return target.isClassOrInterface() ? this.checker.getBaseTypes(target) : [];
  }
}

/** The types of a union, or the type itself. */
export const constituents = (type: ts.Type | undefined): readonly ts.Type[] =>
  type === undefined ? [] : type.isUnion() ? type.types : [type];

const printer = ts.createPrinter({ removeComments: true });

const onOneLine = (node: ts.Node): string =>
  printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/\s+/g, ' ')
    .replace(/;$/, '');

/** A member as it is declared, without comments, on one line; `undefined` for one that has no declaration. */
export const declaredText = (symbol: ts.Symbol | undefined): string | undefined =>
  symbol?.declarations?.map(onOneLine).join('; ');

/** The same of a class or interface in the text of a file. */
export function memberText(text: string, owner: string, member: string): string | undefined {
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    const members =
      ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) ? [...node.members] : ([] as ts.Node[]);
    if (members.length > 0 && (node as ts.ClassDeclaration).name?.getText() === owner)
      for (const one of members)
        if ((one as ts.ClassElement).name?.getText() === member) found ??= onOneLine(one);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2022, true));
  return found;
}
