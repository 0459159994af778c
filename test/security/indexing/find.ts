// Finds code that indexes an object with a name unknown at compile time: `table[input]`, `input in table`.
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
 * Reads, writes and `in` tests of plain objects with a `string` key. Literal keys and unions of them are allowed. An object is
 * also allowed if the same function checks it with `Object.hasOwn`.
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

/** Whether the key comes from a loop over the same object: `for (const name in table) table[name]`. */
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

/** Whether the key may be any text, and the object may inherit names such as `constructor`. */
function isByInput(checker: ts.TypeChecker, object: ts.Expression, key: ts.Expression): boolean {
  const keyType = checker.getTypeAtLocation(withoutCast(key));
  const isAnyText = parts(checker.getBaseConstraintOfType(keyType) ?? keyType).some(
    ({ flags }) => flags & (ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.Unknown),
  );
  if (!isAnyText) return false;
  const objectType = checker.getNonNullableType(checker.getTypeAtLocation(object));
  return parts(objectType).some((type) => !checker.isArrayType(type) && !checker.isTupleType(type));
}

/** The type under a cast: `table[input as keyof typeof table]`. */
function withoutCast(key: ts.Expression): ts.Expression {
  let inner = key;
  while (ts.isAsExpression(inner) || ts.isParenthesizedExpression(inner) || ts.isNonNullExpression(inner)) {
    inner = inner.expression;
  }
  return inner;
}

const parts = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

/** Whether the surrounding function, or the file at the top level, calls `Object.hasOwn` with the same object and key. */
function isGuarded(source: ts.SourceFile, node: ts.Node, { object, key }: Access): boolean {
  let around: ts.Node = node;
  while (around.parent && !ts.isFunctionLike(around)) around = around.parent;
  const guard = `Object.hasOwn(${object.getText(source)},${withoutCast(key).getText(source)})`.replace(
    /\s+/g,
    '',
  );
  return around.getText(source).replace(/\s+/g, '').includes(guard);
}
