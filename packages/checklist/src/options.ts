// Checks the user's options for a checklist, with exact error messages.
import { ACTIONS, CHECKS, SEVERITIES, type Severity } from '@sevenstep/semantic-conventions';
import type { Ids } from './ids/history.ts';
import { nearest } from './ids/nearest.ts';
import { currentId } from './ids/released.ts';
import type { RuleCore } from './rules/rule.ts';

const TEXTS = ['summary', 'cause', 'fix'] as const;

/**
 * The user's rules, after checking.
 *
 * @throws TypeError that names the rule and the field.
 */
export function checkedRules(given: unknown, catalogue: readonly RuleCore[]): readonly RuleCore[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw new TypeError(`rules: expected a list of rules, got ${kind(given)}`);
  const taken = new Set<string>(catalogue.map(({ id }) => id));
  for (const [index, rule] of given.entries()) {
    assertRule(rule, `rules[${index}]`, taken);
    taken.add(rule.id);
  }
  return given;
}

function assertRule(rule: unknown, at: string, taken: ReadonlySet<string>): asserts rule is RuleCore {
  if (!isRecord(rule)) throw new TypeError(`${at}: expected a rule, got ${kind(rule)}`);
  const { id } = rule;
  const [checkName = '', slug = ''] = typeof id === 'string' ? id.split('.') : [];
  if (typeof id !== 'string' || !/^[a-z]+\.[a-z0-9]+(_[a-z0-9]+)*$/.test(id) || slug === '') {
    throw new TypeError(`${at}.id: expected "<check>.<slug>" such as "request.our_schema", got ${shown(id)}`);
  }
  if (!isOneOf(CHECKS, checkName)) {
    throw new TypeError(`${at}.id: "${checkName}" is not a check; the checks are ${CHECKS.join(', ')}`);
  }
  if (taken.has(id)) throw new TypeError(`${at}.id: there is a rule "${id}" already`);
  oneOf(rule.severity, SEVERITIES, `${at}.severity`);
  oneOf(rule.action, ACTIONS, `${at}.action`);
  oneOf(rule.specificity, [0, 1, 2, 3], `${at}.specificity`);
  if (typeof rule.retryable !== 'boolean' && typeof rule.retryable !== 'function') {
    throw new TypeError(
      `${at}.retryable: expected true, false or a function of the facts, got ${shown(rule.retryable)}`,
    );
  }
  for (const text of TEXTS) {
    const value = rule[text];
    if (typeof value !== 'function' && (typeof value !== 'string' || value === '')) {
      throw new TypeError(`${at}.${text}: expected a text or a function of the facts, got ${shown(value)}`);
    }
  }
  if (typeof rule.match !== 'function') {
    throw new TypeError(`${at}.match: expected a function of the facts, got ${shown(rule.match)}`);
  }
}

/**
 * The user's severities, after checking, by current ids. Severities of retired rules have no effect.
 *
 * @throws TypeError that names the id or the value.
 */
export function checkedSeverities(
  given: unknown,
  rules: readonly Pick<RuleCore, 'id'>[],
  history: Pick<Ids, 'currentId'> = { currentId },
): Readonly<Record<string, Severity | 'off' | undefined>> {
  if (given === undefined) return {};
  if (!isRecord(given)) throw new TypeError(`severity: expected severities by rule id, got ${kind(given)}`);
  const ids = rules.map(({ id }) => id);
  const checked: Record<string, Severity | 'off' | undefined> = {};
  for (const [id, value] of Object.entries(given)) {
    if (value !== undefined) oneOf(value, [...SEVERITIES, 'off'], `severity["${id}"]`);
    const released = history.currentId(id);
    const now = released ?? id;
    if (isOneOf(ids, now)) checked[now] = value as Severity | 'off' | undefined;
    else if (released === undefined) {
      const meant = nearest(id, ids);
      throw new TypeError(
        `severity["${id}"]: no rule has this id${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
      );
    }
  }
  return checked;
}

function oneOf(value: unknown, set: readonly unknown[], at: string): void {
  if (set.includes(value)) return;
  throw new TypeError(`${at}: expected one of ${set.join(', ')}, got ${shown(value)}`);
}

const isOneOf = (set: readonly string[], value: string): boolean => set.includes(value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kind = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;

const shown = (value: unknown): string =>
  typeof value === 'string' ? `"${value}"` : typeof value === 'object' ? kind(value) : String(value);
