// The names that the SDK's own tracing writes: its scope, spans, attributes, and the values that are constants.
import ts from 'typescript';
import { present, type Rows } from './facts.ts';
import type { PackageFiles } from './package-files.ts';

/** Where it writes attributes. */
const TRACING = /^(?:internal\/tracing|lib\/internal\/tracing\/[\w-]+)\.js$/;
/** Where it starts spans. */
const STARTING = /^(?:resources|lib|internal|core)\/.*\.js$/;
const STARTS = new Set(['startApiCallSpan', 'startSpan']);
const DOTTED = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/;

export function tracingNames(sdk: PackageFiles): Rows {
  const names = new Set<string>();
  for (const path of sdk.paths) {
    if (!STARTING.test(path)) continue;
    const text = sdk.read(path) ?? '';
    const isTracing = TRACING.test(path);
    // Parsing every file of the SDK takes longer than all else.
    if (!isTracing && ![...STARTS].some((start) => text.includes(start))) continue;
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && STARTS.has(calledName(node)))
        for (const argument of node.arguments)
          if (ts.isStringLiteral(argument)) names.add(`span ${argument.text}`);
      if (isTracing && ts.isStringLiteral(node) && DOTTED.test(node.text) && !names.has(`span ${node.text}`))
        names.add(`name ${node.text}`);
      if (isTracing && isConstant(node)) names.add(`value ${node.right.text}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return present([...names].sort());
}

/** `(0, tracing_1.startApiCallSpan)(…)` and `tracer.startSpan(…)`. */
function calledName({ expression }: ts.CallExpression): string {
  let called: ts.Expression = expression;
  if (ts.isParenthesizedExpression(called)) called = called.expression;
  if (ts.isBinaryExpression(called)) called = called.right;
  return ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
}

/** `exports.GEN_AI_TOOL_TYPE_VALUE_FUNCTION = 'function'` */
const isConstant = (node: ts.Node): node is ts.BinaryExpression & { readonly right: ts.StringLiteral } =>
  ts.isBinaryExpression(node) &&
  ts.isStringLiteral(node.right) &&
  ts.isPropertyAccessExpression(node.left) &&
  node.left.name.text.includes('_VALUE_');
