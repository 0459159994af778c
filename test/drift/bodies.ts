// Finds a function in a JavaScript file of a package: its parameters, its `length` and its body, without comments.
import { createHash } from 'node:crypto';
import ts from 'typescript';

export interface FoundFunction {
  /** Such as `options, retriesRemaining, { signal } = {}`. */
  readonly parameters: string;
  /** As JavaScript counts: up to the first that is optional. */
  readonly length: number;
  /** All of it, printed the same whatever its layout. */
  readonly text: string;
  /** The hash of the text. */
  readonly hash: string;
}

const printer = ts.createPrinter({ removeComments: true });

/**
 * The function, method or constant `name`. @param text of the file. @param owner the class of a method, if it matters.
 */
export function findFunction(text: string, name: string, owner?: string): FoundFunction | undefined {
  const named = namedIn(text).get(name) ?? [];
  const own = named.filter((node) => owner === undefined || classNameOf(node.parent) === owner);
  // A class may be in a function that a constant of the same name calls.
  const node = own.find((one) => !ts.isVariableDeclaration(one)) ?? own[0];
  if (!node) return undefined;
  const source = node.getSourceFile();
  const parameters = ts.isFunctionLike(node) ? node.parameters : [];
  const optional = parameters.findIndex(({ initializer, dotDotDotToken }) => initializer ?? dotDotDotToken);
  const printed = printer.printNode(ts.EmitHint.Unspecified, node, source);
  return {
    parameters: parameters.map((one) => one.getText(source).replace(/\s+/g, ' ')).join(', '),
    length: optional < 0 ? parameters.length : optional,
    text: printed,
    hash: createHash('sha256').update(printed).digest('hex').slice(0, 12),
  };
}

type Named = ReadonlyMap<string, readonly ts.Node[]>;
/** By the text of the file: one is asked for many names. */
const known = new Map<string, Named>();

function namedIn(text: string): Named {
  const found = known.get(text);
  if (found) return found;
  const names = new Map<string, ts.Node[]>();
  const visit = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name !== undefined) names.set(name, [...(names.get(name) ?? []), node]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.js', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS));
  known.set(text, names);
  return names;
}

function nameOf(node: ts.Node): string | undefined {
  if (
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    (ts.isVariableDeclaration(node) && node.initializer !== undefined)
  )
    return node.name?.getText();
  return exportedName(node);
}

/** `exports.name = …`, but for what is declared elsewhere, or later. */
function exportedName(node: ts.Node): string | undefined {
  if (!ts.isBinaryExpression(node) || !ts.isPropertyAccessExpression(node.left)) return undefined;
  const { left, right } = node;
  const isValue = ts.isObjectLiteralExpression(right) || ts.isArrayLiteralExpression(right);
  return isValue && left.expression.getText() === 'exports' ? left.name.text : undefined;
}

const classNameOf = (node: ts.Node): string | undefined =>
  ts.isClassLike(node) ? node.name?.getText() : undefined;
