// The words of the API as the SDK declares them, and where each kind of them has a row in our sources.
import ts from 'typescript';
import { constituents, type Declarations } from './declarations.ts';
import { present, type Rows } from './facts.ts';

const MESSAGES = 'resources/messages/messages.d.ts';
const BETA = 'resources/beta/messages/messages.d.ts';
const SHARED = 'resources/shared.d.ts';

type Declared = readonly [file: string, name: string];

/** A kind of words. */
export interface Kind {
  readonly name: string;
  readonly read: (declarations: Declarations) => Rows;
}

/** Behind their own kinds. */
const NOT_FOLLOWED = new Set(['messages', 'system']);

const label = ([file, name]: Declared): string =>
  file.includes('/beta/') && !name.startsWith('Beta') ? `Beta ${name}` : name;

/** Rows of declared types. One that a version has not is a row, too: it takes all its words with it. */
function rowsOf(
  declared: readonly Declared[],
  words: (declarations: Declarations, type: ts.Type) => readonly string[],
): Kind['read'] {
  return (declarations) =>
    present(
      declared.flatMap((one) => {
        const symbol = declarations.find(...one);
        if (!symbol) return [`${label(one)} is not declared`];
        return words(declarations, declarations.typeOf(symbol)).map((word) => `${label(one)}${word}`);
      }),
    );
}

/** The words of unions of them. */
const words = (declared: readonly Declared[]): Kind['read'] =>
  rowsOf(declared, (declarations, type) => declarations.literals(type).map((word) => ` ${word}`));

/** The `type`s of unions of objects. */
const discriminants = (declared: readonly Declared[]): Kind['read'] =>
  rowsOf(declared, (declarations, type) =>
    constituents(type)
      .flatMap((one) => declarations.literals(declarations.property(one, 'type')))
      .map((word) => ` ${word}`),
  );

/** The fields of objects, those of fields' objects, and the words that a field may be. */
const fields = (depth: number, declared: readonly Declared[]): Kind['read'] =>
  rowsOf(declared, (declarations, type) => leaves(declarations, type, depth));

function leaves(declarations: Declarations, type: ts.Type, depth: number): string[] {
  return constituents(type).flatMap((one) => {
    if (one.isStringLiteral()) return [` = ${one.value}`];
    if ((one.flags & ts.TypeFlags.Object) === 0) return [];
    if (declarations.checker.isArrayType(one)) {
      const [item] = declarations.checker.getTypeArguments(one as ts.TypeReference);
      return item ? leaves(declarations, item, depth).map((leaf) => `[]${leaf}`) : [];
    }
    if (depth === 0) return [];
    return one.getProperties().flatMap((property) => {
      const inner = NOT_FOLLOWED.has(property.name)
        ? []
        : leaves(declarations, declarations.checker.getTypeOfSymbol(property), depth - 1);
      return [`.${property.name}`, ...inner.map((leaf) => `.${property.name}${leaf}`)];
    });
  });
}

/** The classes of errors that the package exports from any of its files. */
function errorClassesIn(declarations: Declarations): ReadonlyMap<string, { type: ts.Type; file: string }> {
  const classes = new Map<string, { type: ts.Type; file: string }>();
  for (const path of declarations.paths())
    for (const symbol of declarations.exportsOf(path)) {
      if ((symbol.flags & ts.SymbolFlags.Class) === 0) continue;
      const type = declarations.typeOf(symbol);
      if (declarations.extends(type, 'AnthropicError'))
        classes.set(symbol.name, { type, file: declarations.fileOf(symbol) });
    }
  return classes;
}

/** Status and code, with the class and its file; of a code without a class, the code alone. */
function errorCodes(declarations: Declarations): Rows {
  const rows = new Map<string, string>();
  const coded = new Set<string>();
  for (const [name, { type, file }] of errorClassesIn(declarations))
    for (const code of declarations.literals(declarations.property(type, 'errorCode'))) {
      coded.add(code);
      const [status = ''] = declarations.literals(declarations.property(type, 'status'));
      rows.set(`${status} ${code}`.trim(), `${name}, ${file}`);
    }
  const details = declarations.find(SHARED, 'ErrorDetails');
  if (!details) rows.set('ErrorDetails is not declared', '');
  for (const one of constituents(details && declarations.typeOf(details)))
    for (const code of declarations.literals(declarations.property(one, 'error_code')))
      if (!coded.has(code)) rows.set(code, 'no class');
  return rows;
}

/** Classes without their own code, with their base class and status. */
function errorClasses(declarations: Declarations): Rows {
  const rows = new Map<string, string>();
  for (const [name, { type }] of errorClassesIn(declarations)) {
    if (declarations.literals(declarations.property(type, 'errorCode')).length > 0) continue;
    const [status] = declarations.literals(declarations.property(type, 'status'));
    rows.set(
      name,
      `extends ${declarations.basesOf(type)[0]?.symbol?.name ?? 'Error'}${status ? `, status ${status}` : ''}`,
    );
  }
  return rows;
}

export const KINDS: readonly Kind[] = [
  { name: 'error codes', read: errorCodes },
  { name: 'error types', read: words([[SHARED, 'ErrorType']]) },
  { name: 'error classes', read: errorClasses },
  {
    name: 'stop reasons',
    read: words([
      [MESSAGES, 'StopReason'],
      [BETA, 'BetaStopReason'],
    ]),
  },
  {
    name: 'content blocks',
    read: discriminants([
      [MESSAGES, 'ContentBlock'],
      [MESSAGES, 'ContentBlockParam'],
      [BETA, 'BetaContentBlock'],
      [BETA, 'BetaContentBlockParam'],
    ]),
  },
  {
    name: 'stream events',
    read: discriminants([
      [MESSAGES, 'RawMessageStreamEvent'],
      [MESSAGES, 'RawContentBlockDelta'],
      [BETA, 'BetaRawMessageStreamEvent'],
      [BETA, 'BetaRawContentBlockDelta'],
    ]),
  },
  {
    name: 'usage fields',
    read: fields(3, [
      [MESSAGES, 'Usage'],
      [MESSAGES, 'MessageDeltaUsage'],
      [BETA, 'BetaUsage'],
      [BETA, 'BetaMessageDeltaUsage'],
    ]),
  },
  {
    name: 'request parameters',
    read: fields(2, [
      [MESSAGES, 'MessageCreateParamsBase'],
      [BETA, 'MessageCreateParamsBase'],
    ]),
  },
];
