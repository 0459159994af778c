// Leads from a term of an error to the pages that can explain it. The drills and the checklist's answer for the term decide.
import { ERROR_TYPES, type SpanAttributes } from '@sevenstep/semantic-conventions';
import { diagnose } from '../catalogue.ts';
import {
  ABORT_CLASSES,
  ANSWER_CLASSES,
  CODE_OF_CLASS,
  classOf,
  SERVER_ERROR_CLASSES,
  TYPE_OF_CLASS,
} from '../facts/error-class.ts';
import { KNOWN_ERROR_TYPES, TYPE_OF_STATUS } from '../facts/failure-stage.ts';
import { nearest } from '../ids/nearest.ts';
import { patterns } from '../patterns/index.ts';
import { cores } from '../rules/cores.ts';
import { SHOWN } from './shown.ts';
import { TERM_KINDS, type Term, type TermKind, type TermPage } from './term.ts';

/** Longer than any term with its module. */
const MAX_LENGTH = 200;
const MAX_SUGGESTIONS = 4;

/**
 * The pages for a status, an error type, an error code, a class of an SDK, a code of a connection or a stop reason. Case and
 * the module of a class do not count.
 *
 * @returns one entry per kind of term that has this name; when none has, those that are near, with `exact: false`; else none
 * @example lookUp('529')[0]?.pages[0]?.id // 'service.overloaded'
 * @example lookUp('anthropic.RateLimitError')
 */
export function lookUp(typed: string): readonly Term[] {
  if (typed.length > MAX_LENGTH) return [];
  const word = typed.trim().replace(/^["'`(]{1,8}|["'`),.:;]{1,8}$/g, '');
  const status = STATUS.exec(word)?.groups?.status;
  const names = [status ?? word, classOf(word) ?? word].map((name) => name.toLowerCase());
  const exact = vocabulary().filter(({ term }) => names.includes(term.toLowerCase()));
  const written = [...exact, ...unlisted(word, status)];
  const found = written.filter(
    ({ kind }, index) => written.findIndex((other) => other.kind === kind) === index,
  );
  return found.length > 0 ? withPages(found, true) : withPages(near(word), false);
}

/** Every term of which a list is kept, with its pages: what a table of them shows. */
export const listTerms = (): readonly Term[] => withPages(vocabulary(), true);

const withPages = (names: readonly Name[], exact: boolean): readonly Term[] =>
  names.map((name) => termOf(name, exact)).filter(({ pages }) => pages.length > 0);

interface Name {
  readonly kind: TermKind;
  readonly term: string;
}

/** `529`, `HTTP 529`, `status code: 529`. */
const STATUS = /^(?:(?:http(?:\/[\d.]{1,3})?|status|error)?(?: ?code)?[ :=]{0,3})(?<status>[1-5]\d\d)$/i;

/** Words in the form of a term whose list is never complete. */
function unlisted(word: string, status: string | undefined): Name[] {
  if (status !== undefined && Number(status) >= 400) return [{ kind: 'status', term: status }];
  const term = word.toUpperCase();
  if (!/^[A-Z][A-Z\d_]{3,}$/.test(term)) return [];
  const known = saidOf('connection_code', term).some((id) => !id.endsWith('.unrecognized'));
  return known ? [{ kind: 'connection_code', term }] : [];
}

let names: readonly Name[] | undefined;

/** Every term that has its own name. */
function vocabulary(): readonly Name[] {
  names ??= TERM_KINDS.flatMap((kind) => {
    const terms = new Set([...SHOWN.flatMap((row) => row[kind] ?? []), ...LISTED[kind]]);
    return [...terms].map((term) => ({ kind, term }));
  });
  return names;
}

const LISTED: Readonly<Record<TermKind, readonly string[]>> = {
  status: [],
  error_type: [...KNOWN_ERROR_TYPES, ...ERROR_TYPES],
  error_code: [],
  class: [
    ...TYPE_OF_CLASS.keys(),
    ...SERVER_ERROR_CLASSES,
    ...ABORT_CLASSES,
    ...ANSWER_CLASSES,
    ...CODE_OF_CLASS.keys(),
  ],
  connection_code: [...CODE_OF_CLASS.values()],
  stop_reason: [],
};

/** `rate limit`, `RateLimit` and `rate_limit_error` are one. */
const simplified = (term: string): string =>
  term
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/(?:error|exception)$/, '');

function near(word: string): readonly Name[] {
  const typed = simplified(classOf(word) ?? word);
  if (!/^[a-z]\w{3}/.test(typed)) return [];
  const names = vocabulary().filter(({ kind }) => kind !== 'status');
  const meant = nearest(
    typed,
    names.map(({ term }) => simplified(term)),
  );
  return names.filter(({ term }) => simplified(term) === meant).slice(0, MAX_SUGGESTIONS);
}

function termOf({ kind, term }: Name, exact: boolean): Term {
  const names = sameAs(kind, term);
  const shown = SHOWN.filter((row) => names.some(([one, name]) => row[one]?.includes(name))).map(
    ({ id }) => id,
  );
  const said = saidOf(kind, term);
  const ids = new Set([
    ...shown,
    ...said.filter((id) => shown.length === 0 || !id.endsWith('.unrecognized')),
  ]);
  return { kind, term, exact, pages: [...ids].sort(byLikelihood(said[0])).map(pageOf) };
}

const pageOf = (id: string): TermPage => ({ id, when: SHOWN.find((row) => row.id === id)?.when ?? '' });

/** The term, and the meaning of a class. */
function sameAs(kind: TermKind, term: string): readonly (readonly [TermKind, string])[] {
  if (kind !== 'class') return [[kind, term]];
  const type = TYPE_OF_CLASS.get(term);
  const code = CODE_OF_CLASS.get(term);
  return [
    [kind, term],
    ...(type === undefined ? [] : [[/^\d/.test(type) ? 'status' : 'error_type', type] as const]),
    ...(code === undefined ? [] : [['connection_code', code] as const]),
    ...(SERVER_ERROR_CLASSES.has(term) ? SERVER_STATUSES.map((one) => ['status', one] as const) : []),
  ];
}

const SERVER_STATUSES = ['500', '502', '503', '504', '529'];

/** Calls of which only the term is known; the first is the usual one. */
function callsWith(kind: TermKind, term: string): readonly SpanAttributes[] {
  const status = { 'http.response.status_code': Number(term) };
  switch (kind) {
    case 'status':
      return [
        { ...status, 'error.type': TYPE_OF_STATUS.get(Number(term)) ?? term },
        { ...status, 'error.type': term, 'anthropic.error.body': 'html' },
      ];
    case 'error_type':
    case 'class':
      return [{ 'error.type': term }];
    case 'connection_code':
      return [{ 'error.type': 'connection_error', 'anthropic.error.cause_code': term }];
    case 'stop_reason':
      return [{ 'anthropic.message.stop_reason': term }];
    case 'error_code':
      return [];
  }
}

/** The ids that the checklist has for calls of which only the term is known. */
const saidOf = (kind: TermKind, term: string): readonly string[] =>
  callsWith(kind, term).flatMap((attributes) => {
    const said = diagnose({ 'gen_ai.provider.name': 'anthropic', ...attributes });
    return said === undefined || said.id === 'unknown.unrecognized' ? [] : [said.id];
  });

const ORDER: ReadonlyMap<string, number> = new Map(
  [...cores, ...patterns].map(({ id }, index) => [id, index] as const),
);
const FAILURES: ReadonlySet<string> = new Set(
  cores.filter(({ severity }) => severity === 'error').map(({ id }) => id),
);

/** The usual one first, then those of its step; failures before what was recovered; the known before the unknown. */
function byLikelihood(usual: string | undefined): (a: string, b: string) => number {
  const stepOf = (id: string | undefined): string | undefined => id?.split('.', 1)[0];
  const rank = (id: string): readonly number[] => {
    const unknown = id.endsWith('.unrecognized');
    return [
      Number(id !== usual || unknown),
      Number(!FAILURES.has(id)),
      Number(stepOf(id) !== stepOf(usual)),
      Number(unknown),
      ORDER.get(id) ?? 0,
    ];
  };
  return (a, b) => {
    const other = rank(b);
    const differences = rank(a).map((one, index) => one - (other[index] ?? 0));
    return differences.find((difference) => difference !== 0) ?? 0;
  };
}
