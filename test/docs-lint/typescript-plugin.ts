// A plugin of textlint that reads the prose of TypeScript: comments and, where asked, the sentences in strings.
import type { TxtDocumentNode } from '@textlint/ast-node-types';
import ts from 'typescript';

/** `Code` is what is not prose: code in a comment, an expression in a template. */
interface Leaf {
  readonly type: 'Str' | 'Code' | 'Link';
  readonly start: number;
  readonly end: number;
}

type Paragraph = readonly Leaf[];

/** Comments that tools read. */
const DIRECTIVE = /^\W*(?:biome-|@ts-|eslint|v8 |c8 |<reference|#|@__|@vitest)/;
/** A string is prose from four words on, if it does not look like code, a query, a pattern or a command. */
const PROSE = /^(?:[^\s\p{L}]*[\p{L}\p{N}][^\s]*\s+){3,}/u;
const NO_PROSE = /[{}<>=|^]|&&|::|\\[wdsb]|^\s*(?:[-/.#]|npm |npx |node |curl )/;
const CODE = /\\?`[^`]*`|\{@\w+[^}]*\}|@default .*|https?:\/\/[^\s`'"),;\]>]*[^\s`'"),;\]>.]/g;

interface Processor {
  preProcess(text: string): TxtDocumentNode;
  postProcess(messages: unknown[], filePath?: string): { messages: unknown[]; filePath: string };
}

export class TypeScriptPlugin {
  readonly #strings: boolean;

  static availableExtensions(): string[] {
    return ['.ts'];
  }

  constructor({ strings = false }: { strings?: boolean } = {}) {
    this.#strings = strings;
  }

  availableExtensions(): string[] {
    return TypeScriptPlugin.availableExtensions();
  }

  processor(): Processor {
    return {
      preProcess: (text: string) => documentOf(text, this.#strings),
      postProcess: (messages: unknown[], filePath?: string) => ({ messages, filePath: filePath ?? '<text>' }),
    };
  }
}

function documentOf(text: string, strings: boolean): TxtDocumentNode {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const comments = new Map<number, number>();
  const paragraphs: Paragraph[] = [];
  const visit = (node: ts.Node) => {
    for (const range of ts.getLeadingCommentRanges(text, node.pos) ?? []) comments.set(range.pos, range.end);
    for (const range of ts.getTrailingCommentRanges(text, node.end) ?? []) comments.set(range.pos, range.end);
    const literal = strings ? literalOf(node) : undefined;
    if (literal) paragraphs.push(...proseOf(literal, text));
    else if (!ts.isJSDoc(node)) for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  for (const lines of joined(
    [...comments].sort(([a], [b]) => a - b),
    text,
  )) {
    if (!DIRECTIVE.test(text.slice(lines[0]?.[0]))) paragraphs.push(...paragraphsOf(lines, text));
  }
  const place = (start: number, end: number) => {
    const [from, to] = [start, end].map((index) => source.getLineAndCharacterOfPosition(index));
    const position = (at = { line: 0, character: 0 }) => ({ line: at.line + 1, column: at.character });
    return {
      raw: text.slice(start, end),
      range: [start, end],
      loc: { start: position(from), end: position(to) },
    };
  };
  return {
    type: 'Document',
    ...place(0, text.length),
    children: paragraphs
      .filter((leaves) => leaves.length > 0)
      .sort(([a], [b]) => (a?.start ?? 0) - (b?.start ?? 0))
      .map((leaves) => ({
        type: 'Paragraph',
        ...place(leaves[0]?.start ?? 0, leaves.at(-1)?.end ?? 0),
        children: leaves.map(({ type, start, end }) => ({
          type,
          value: text.slice(start, end),
          ...(type === 'Link' && { url: text.slice(start, end) }),
          ...place(start, end),
        })),
      })),
  } as unknown as TxtDocumentNode;
}

/** Line comments without a line between them are one comment. Each is the ranges of its lines, without their markers. */
function joined(comments: readonly (readonly [number, number])[], text: string): [number, number][][] {
  const all: [number, number][][] = [];
  let last = Number.NaN;
  for (const [start, end] of comments) {
    const isLine = text.startsWith('//', start);
    const lines = [...text.slice(start, end).matchAll(/[^\n]+/g)].map(
      ({ index, 0: line }): [number, number] => {
        const marker = /^\s*(?:\/\/+|\/\*+|\*(?!\/))?\s?/.exec(line)?.[0].length ?? 0;
        const closing = /\s*(?:\*+\/)?\s*$/.exec(line)?.[0].length ?? 0;
        const from = start + index + Math.min(marker, line.length);
        return [from, Math.max(from, start + index + line.length - closing)];
      },
    );
    if (isLine && /^\n[ \t]*$/.test(text.slice(last, start))) all.at(-1)?.push(...lines);
    else all.push(lines);
    last = isLine ? end : Number.NaN;
  }
  return all;
}

/** Splits at blank lines, tags, list items and fences; leaves out examples. */
function paragraphsOf(lines: readonly [number, number][], text: string): Paragraph[] {
  const paragraphs: Leaf[][] = [[]];
  let isCode = false;
  let isExample = false;
  for (const [start, end] of lines) {
    const line = text.slice(start, end);
    const [head = '', tag] =
      /^\s*(?:[-*] |\d+\. |@(\w+)(?: +\{[^}]*\})?(?:(?<=@param|@throws|@typeParam) +[\w.]+)? *)/.exec(line) ??
      [];
    if (tag !== undefined) isExample = tag === 'example' || tag === 'default' || tag === 'see';
    const isFence = line.trim().startsWith('```');
    if (isFence) isCode = !isCode;
    if (line.trim() === '' || head !== '' || isFence) paragraphs.push([]);
    if (isCode || isFence || isExample) continue;
    paragraphs.at(-1)?.push(...leavesOf(start + head.length, end, text));
  }
  return paragraphs;
}

function leavesOf(start: number, end: number, text: string): Leaf[] {
  const leaves: Leaf[] = [];
  let at = start;
  const add = (type: Leaf['type'], to: number) => {
    if (to > at) leaves.push({ type, start: at, end: to });
    at = to;
  };
  for (const { index, 0: code } of text.slice(start, end).matchAll(CODE)) {
    add('Str', start + index);
    add(/^https?:/.test(code) ? 'Link' : 'Code', start + index + code.length);
  }
  add('Str', end);
  return leaves;
}

/** The parts of a literal, also of a sum of literals; undefined of other nodes. */
function literalOf(node: ts.Node): Leaf[] | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return [{ type: 'Str', start: node.getStart() + 1, end: node.end - 1 }];
  }
  if (ts.isTemplateExpression(node)) {
    const leaves: Leaf[] = [{ type: 'Str', start: node.head.getStart() + 1, end: node.head.end - 2 }];
    for (const { literal } of node.templateSpans) {
      const start = literal.getStart() + 1;
      leaves.push({ type: 'Code', start: leaves.at(-1)?.end ?? 0, end: start });
      leaves.push({ type: 'Str', start, end: literal.end - (ts.isTemplateTail(literal) ? 1 : 2) });
    }
    return leaves;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literalOf(node.left), literalOf(node.right)];
    return left && right && [...left, ...right];
  }
  return undefined;
}

/** The lines of a literal that are prose. */
function proseOf(literal: readonly Leaf[], text: string): Paragraph[] {
  const lines: Leaf[][] = [[]];
  for (const leaf of literal) {
    if (leaf.type === 'Code') lines.at(-1)?.push(leaf);
    else {
      let { start } = leaf;
      for (const { index, 0: end } of text.slice(leaf.start, leaf.end).matchAll(/\\n|\n|$/g)) {
        lines.at(-1)?.push(...leavesOf(start, leaf.start + index, text));
        start = leaf.start + index + end.length;
        if (end !== '') lines.push([]);
      }
    }
  }
  return lines.filter((leaves) => {
    const line = leaves
      .map(({ type, start, end }) => (type === 'Str' ? text.slice(start, end) : 'X'))
      .join('');
    return PROSE.test(line) && !NO_PROSE.test(line);
  });
}
