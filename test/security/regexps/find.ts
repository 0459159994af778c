// Finds every regular expression in the sources: literals, and arguments of `new RegExp`.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A regular expression with its file. */
export interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** Loaded to record the expressions that these modules, and their imports, build from constants. */
const LOADED = ['packages/checklist/src/text.ts', 'packages/wire/src/redaction/secret-shapes.ts'];
/** Files whose composed expressions are recorded when they load. */
const BUILT_ON_LOAD = /^packages\/(?:checklist\/src\/|wire\/src\/redaction\/secret-shapes\.ts$)/;

/** The literals of a file, and its `new RegExp(…)` with `x` in place of unknown parts. */
export function inText(file: string, text: string): Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    const isBuilt = (ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression);
    if (isBuilt && !BUILT_ON_LOAD.test(file)) found.push(builtBy(file, node.arguments ?? []));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

const isRegExp = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === 'RegExp';

function builtBy(file: string, [source, flags]: readonly ts.Expression[]): Found {
  return {
    file,
    source: source === undefined ? '' : staticText(file, source),
    flags: flags === undefined ? '' : staticText(file, flags),
  };
}

function staticText(file: string, node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
  throw new Error(`${file}: what is \`${node.getText()}\`? Load the file`);
}

/** The expressions that modules build from constants, recorded by a replaced `RegExp` during loading. */
async function builtOnLoad(): Promise<Found[]> {
  const found: Found[] = [];
  const native = globalThis.RegExp;
  for (const file of LOADED) {
    globalThis.RegExp = new Proxy(native, {
      construct(target, args, newTarget) {
        const made = Reflect.construct(target, args, newTarget) as RegExp;
        found.push({ file, source: made.source, flags: made.flags });
        return made;
      },
    });
    try {
      await import(pathToFileURL(ROOT + file).href);
    } finally {
      globalThis.RegExp = native;
    }
  }
  return found;
}

/** Every regular expression of every package, without duplicates. Call it before the modules are loaded. */
export async function findRegExps(): Promise<readonly Found[]> {
  const built = await builtOnLoad();
  const written = globSync('packages/*/src/**/*.ts', { cwd: ROOT })
    .sort()
    .flatMap((file) => inText(file.replaceAll('\\', '/'), readFileSync(ROOT + file, 'utf8')));
  const all = new Map([...written, ...built].map((one) => [`${one.file} ${one.flags} ${one.source}`, one]));
  return [...all.values()];
}
