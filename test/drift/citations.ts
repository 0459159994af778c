// Finds the SDK internals that our sources cite. `name`, `src/file.ts` in a comment names a function or type on which we rely.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** One name of the SDK that a comment cites. */
export interface Citation {
  /** A file of the SDK, without its extension: `core/api-promise`. */
  readonly file: string;
  readonly name: string;
  /** Of our file, as in the repository. */
  readonly by: string;
  /** The members of the interface or type under the comment: the parts of the cited class or type on which we rely. */
  readonly members: readonly string[];
}

const CITED = /((?:`[\w$.]+`, )+)`src\/([\w/.-]+)\.ts`(?! of (?:their|`@))/g;
const NAME = /`([\w$.]+)`/g;

/** All citations in the TypeScript files of some folders. @param root the repository. */
export function citationsIn(root: string, folders: readonly string[]): Citation[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .sort()
      .flatMap((path) => {
        const by = `${folder}/${path}`;
        return citations(readFileSync(join(root, by), 'utf8'), by);
      }),
  );
}

/** The citations of one file. */
export function citations(text: string, by: string): Citation[] {
  const source = ts.createSourceFile(by, text, ts.ScriptTarget.ES2022, true);
  const membersAt = new Map<number, readonly string[]>();
  for (const statement of source.statements) membersAt.set(statement.getFullStart(), membersOf(statement));
  return commentsOf(source).flatMap(({ pos, comment }) =>
    [...comment.matchAll(CITED)].flatMap(([, names = '', file = '']) =>
      [...names.matchAll(NAME)].map(([, name = '']) => ({
        file,
        name,
        by,
        members: membersAt.get(pos) ?? [],
      })),
    ),
  );
}

/** Each comment on one line, with the start of its node. */
function commentsOf(source: ts.SourceFile): { readonly pos: number; readonly comment: string }[] {
  const { text } = source;
  const found = new Map<number, { pos: number; comment: string }>();
  const visit = (node: ts.Node): void => {
    const pos = node.getFullStart();
    const comment = (ts.getLeadingCommentRanges(text, pos) ?? [])
      .map((range) => text.slice(range.pos, range.end))
      .join('\n')
      .replace(/\n\s*(?:\*(?!\/)|\/\/)\s?/g, ' ');
    if (comment !== '' && !found.has(pos)) found.set(pos, { pos, comment });
    // Also those behind the last node of a list.
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return [...found.values()];
}

function membersOf(statement: ts.Statement): string[] {
  const members = ts.isInterfaceDeclaration(statement)
    ? statement.members
    : ts.isTypeAliasDeclaration(statement) && ts.isTypeLiteralNode(statement.type)
      ? statement.type.members
      : [];
  return members.flatMap(({ name }) =>
    name === undefined || ts.isComputedPropertyName(name) ? [] : [name.getText()],
  );
}
