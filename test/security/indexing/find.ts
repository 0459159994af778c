// Finds objects that are indexed by a name that is not known when the code is compiled: `table[input]`, `input in table`.
import { relative } from 'node:path';
import ts from 'typescript';

/** A place in the sources. */
export interface Indexing {
  readonly file: string;
  readonly line: number;
  /** The expression, on one line. */
  readonly text: string;
}

/**
 * Reads, writes and `in` tests of plain objects by a `string`. Names that are literals are fine, also unions of them, and
 * so is an object that is asked with `Object.hasOwn` in the same function.
 */
export function findIndexing(root: string, files: readonly string[], program: ts.Program): Indexing[] {
  const checker = program.getTypeChecker();
  const found: Indexing[] = [];
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`${file}: not in the program`);
    const visit = (node: ts.Node): void => {
      const access = accessOf(node);
      if (access && isByInput(checker, access.object, access.key) && !isGuarded(source, node, access)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push({
          file: relative(root, file),
          line: line + 1,
          text: node.getText().replace(/\s+/g, ' '),
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

interface Access {
  readonly object: ts.Expression;
  readonly key: ts.Expression;
}

function accessOf(node: ts.Node): Access | undefined {
  if (ts.isElementAccessExpression(node)) {
    if (isOwnName(node)) return undefined;
    return { object: node.expression, key: node.argumentExpression };
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
    if (ts.isPrivateIdentifier(node.left)) return undefined;
    return { object: node.right, key: node.left };
  }
  return undefined;
}

/** Whether an object is read by a name that a loop over the same object gives: `for (const name in table) table[name]`. */
function isOwnName({ expression, argumentExpression, parent }: ts.ElementAccessExpression): boolean {
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    if (parent.left.pos === expression.pos) return false;
  }
  const name = argumentExpression.getText();
  for (let around: ts.Node = parent; around; around = around.parent) {
    if (
      ts.isForInStatement(around) &&
      around.expression.getText() === expression.getText() &&
      around.initializer.getText() === `const ${name}`
    ) {
      return true;
    }
  }
  return false;
}

/** Whether a name may be any text, and the object may be one that has names of its own, such as `constructor`. */
function isByInput(checker: ts.TypeChecker, object: ts.Expression, key: ts.Expression): boolean {
  const keyType = checker.getTypeAtLocation(withoutCast(key));
  const isAnyText = parts(checker.getBaseConstraintOfType(keyType) ?? keyType).some(
    ({ flags }) => flags & (ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.Unknown),
  );
  if (!isAnyText) return false;
  const objectType = checker.getNonNullableType(checker.getTypeAtLocation(object));
  return parts(objectType).some((type) => !checker.isArrayType(type) && !checker.isTupleType(type));
}

/** What a cast hides: `table[input as keyof typeof table]`. */
function withoutCast(key: ts.Expression): ts.Expression {
  let inner = key;
  while (ts.isAsExpression(inner) || ts.isParenthesizedExpression(inner) || ts.isNonNullExpression(inner)) {
    inner = inner.expression;
  }
  return inner;
}

const parts = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

/** Whether the function around it, or the file for what is outside of any, asks `Object.hasOwn` of the same object and name. */
function isGuarded(source: ts.SourceFile, node: ts.Node, { object, key }: Access): boolean {
  let around: ts.Node = node;
  while (around.parent && !ts.isFunctionLike(around)) around = around.parent;
  const guard = `Object.hasOwn(${object.getText(source)},${withoutCast(key).getText(source)})`.replace(
    /\s+/g,
    '',
  );
  return around.getText(source).replace(/\s+/g, '').includes(guard);
}
