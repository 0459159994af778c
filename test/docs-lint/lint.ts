// Lints one text: textlint reads Markdown, our plugin TypeScript, and the rules look at each block.
import type { TxtParentNode } from '@textlint/ast-node-types';
import { TextlintKernel, type TextlintKernelOptions, type TextlintRuleReporter } from '@textlint/kernel';
import markdown from '@textlint/textlint-plugin-markdown';
import { type Block, blockOf } from './block.ts';
import { MAX_GRADE, type Readability, readabilityOf } from './readability.ts';
import { rules } from './rules/index.ts';
import type { Rule } from './rules/rule.ts';
import { TypeScriptPlugin } from './typescript-plugin.ts';

export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
}

export interface Linted {
  readonly findings: readonly Finding[];
  /** Of Markdown with enough sentences. */
  readonly readability: Readability | undefined;
}

const kernel = new TextlintKernel();

type Plugin = NonNullable<TextlintKernelOptions['plugins']>[number]['plugin'];

/** A module of CommonJS: Node.js puts its default into another, Vite does not. */
const MARKDOWN = ('default' in markdown ? markdown.default : markdown) as Plugin;

/**
 * @param file its path from the root, whose ending says how to read it
 * @param options `strings`: whether strings of TypeScript are prose, too
 */
export async function lint(
  file: string,
  text: string,
  { strings = false }: { strings?: boolean } = {},
): Promise<Linted> {
  const isPage = file.endsWith('.md');
  const blocks: Block[] = [];
  const { messages } = await kernel.lintText(text, {
    ext: isPage ? '.md' : '.ts',
    filePath: file,
    plugins: [
      isPage
        ? { pluginId: 'markdown', plugin: MARKDOWN }
        : {
            pluginId: 'typescript',
            plugin: { Processor: TypeScriptPlugin } as unknown as Plugin,
            options: { strings },
          },
    ],
    rules: [
      ...rules.map((rule) => ({ ruleId: rule.id, rule: asTextlintRule(rule) })),
      { ruleId: 'blocks', rule: onBlocks((node) => blocks.push(blockOf(node))) },
    ],
  });
  const findings = messages.map(({ loc: { start }, ruleId: rule, message }) => ({
    file,
    line: start.line,
    column: start.column,
    rule,
    message,
  }));
  const readability = isPage ? readabilityOf(blocks) : undefined;
  if (readability && readability.grade > MAX_GRADE) {
    const message = `grade ${readability.grade.toFixed(1)}, over ${MAX_GRADE}: write shorter sentences and words (${readability.wordsPerSentence.toFixed(1)} words a sentence)`;
    findings.push({ file, line: 1, column: 1, rule: 'readability', message });
  }
  return { findings, readability };
}

const onBlocks =
  (
    visit: (node: TxtParentNode, context: Parameters<TextlintRuleReporter>[0]) => void,
  ): TextlintRuleReporter =>
  (context) => {
    const visitor = (node: unknown) => visit(node as TxtParentNode, context);
    return {
      [context.Syntax.Paragraph]: visitor,
      [context.Syntax.Header]: visitor,
      [context.Syntax.TableCell]: visitor,
    };
  };

const asTextlintRule = ({ check }: Rule): TextlintRuleReporter =>
  onBlocks((node, { report, RuleError, locator }) => {
    for (const { at, message } of check(blockOf(node))) {
      report(node as never, new RuleError(message, { padding: locator.at(at) }));
    }
  });
