// Walks a request along the table of fields: missing fields, wrong types, values out of bounds, and names of other APIs.
import type { FieldKind, FieldRule, OneOf, Shape } from './fields.ts';
import { REQUEST } from './fields.ts';
import type { GivenRequest } from './given-request.ts';
import { isOneEditAway } from './models.ts';
import { isPlainArray, isPlainObject, OPAQUE, type Plain, type PlainObject } from './plain.ts';
import { nameShown } from './shown.ts';

/** A problem that the walk found, with its rule. */
export interface FieldProblem {
  readonly id: 'request.missing_field' | 'request.invalid_value' | 'request.unknown_field' | 'request.media';
  readonly path: string;
  readonly message: string;
}

/** The position of the walk: the path in the parameters, and the API's path, which includes the types of blocks. */
interface Place {
  readonly path: string;
  readonly said: string;
}

const within = ({ path, said }: Place, name: string | number): Place => ({
  path: path === '' ? String(name) : `${path}.${name}`,
  said: said === '' ? String(name) : `${said}.${name}`,
});

const tagged = ({ path, said }: Place, tag: string): Place => ({ path, said: `${said}.${tag}` });

/** The API reads a text as the number or the flag that it says, so only other texts are rejected. */
const READ_AS: Readonly<Record<FieldKind, (value: Plain) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) =>
    (typeof value === 'number' && Number.isInteger(value)) ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && /^\s*[+-]?\d+(?:\.0*)?\s*$/.test(value)),
  number: (value) =>
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))),
  boolean: (value) => typeof value === 'boolean' || typeof value === 'string' || value === 0 || value === 1,
  array: isPlainArray,
  object: isPlainObject,
};

const SAID: Readonly<Record<FieldKind, string>> = {
  string: 'Input should be a valid string',
  integer: 'Input should be a valid integer',
  number: 'Input should be a valid number',
  boolean: 'Input should be a valid boolean',
  array: 'Input should be a valid list',
  object: 'Input should be a valid dictionary or object to extract fields from',
};

/** All problems that the table of fields shows in a request. */
export function findFieldProblems(request: GivenRequest): readonly FieldProblem[] {
  const found: FieldProblem[] = [];
  const add = (id: FieldProblem['id'], { path, said }: Place, text: string): void => {
    found.push({ id, path, message: `${said}: ${text}` });
  };

  const checkShape = (value: PlainObject, shape: Shape, place: Place): void => {
    for (const [name, rule] of Object.entries(shape.fields)) {
      if (rule.required && !(name in value)) {
        if (!isSpared(place, name)) add('request.missing_field', within(place, name), 'Field required');
        continue;
      }
      if (name in value) checkField(value[name] as Plain, rule, within(place, name));
    }
    for (const name of shape.wrong ?? [])
      if (name in value) add('request.unknown_field', within(place, name), 'Extra inputs are not permitted');
  };

  /** Fields that the endpoint or the platform does not need. */
  const isSpared = ({ path }: Place, name: string): boolean =>
    path === '' &&
    ((name === 'max_tokens' && request.endpoint === 'count_tokens') ||
      (name === 'model' && 'anthropic_version' in request.params));

  const checkField = (value: Plain, rule: FieldRule, place: Place): void => {
    if (value === OPAQUE || (value === null && !rule.required)) return;
    const kinds = typeof rule.is === 'string' ? [rule.is] : rule.is;
    if (!kinds.some((kind) => READ_AS[kind](value))) {
      add('request.invalid_value', place, SAID[kinds.at(-1) ?? 'object']);
      return;
    }
    if (typeof value === 'number') checkBounds(value, rule, place);
    else if (typeof value === 'string') checkText(value, rule, place);
    else if (isPlainArray(value)) checkItems(value, rule, place);
    else if (isPlainObject(value)) {
      if (rule.inside) checkShape(value, rule.inside, place);
      if (rule.oneOf) checkOneOf(value, rule.oneOf, place);
    }
  };

  const checkBounds = (value: number, { min, max, is }: FieldRule, place: Place): void => {
    if (is === 'number' && ((min !== undefined && value < min) || (max !== undefined && value > max))) {
      add('request.invalid_value', place, `range: ${min ?? 0}..${max}`);
    } else if (min !== undefined && value < min) {
      add('request.invalid_value', place, `Input should be greater than or equal to ${min}`);
    }
  };

  const checkText = (value: string, { wrong, expected, pattern }: FieldRule, place: Place): void => {
    if (wrong?.includes(value)) {
      const id = place.path.endsWith('.media_type') ? 'request.media' : 'request.invalid_value';
      add(id, place, `Input should be ${expected ?? 'one of the values of the API'}`);
    } else if (pattern !== undefined && value.length <= 1000 && !pattern.test(value)) {
      add('request.invalid_value', place, `String should match pattern '${pattern.source}'`);
    }
  };

  const checkItems = (items: readonly Plain[], { each, max }: FieldRule, place: Place): void => {
    if (max !== undefined && items.length > max) {
      const text = `List should have at most ${max} items after validation, not ${items.length}`;
      add('request.invalid_value', place, text);
      return;
    }
    // A field may be left out, but an item may not.
    if (each === undefined) return;
    const ofItems: FieldRule = { ...each, required: true };
    for (const [index, item] of items.entries()) checkField(item, ofItems, within(place, index));
  };

  const checkOneOf = (value: PlainObject, { of, wrong, otherwise, inPath }: OneOf, place: Place): void => {
    const type = value.type ?? otherwise;
    if (type === OPAQUE) return;
    if (type === undefined || type === null) {
      add('request.missing_field', within(place, 'type'), 'Field required');
    } else if (typeof type !== 'string') {
      add('request.invalid_value', within(place, 'type'), SAID.string);
    } else if (Object.hasOwn(of, type)) {
      checkShape(value, of[type] as Shape, inPath ? tagged(place, type) : place);
    } else if (wrong.includes(type)) {
      const expected = Object.keys(of)
        .map((known) => `'${known}'`)
        .join(', ');
      const text = `Input tag '${type}' found using 'type' does not match any of the expected tags: ${expected}`;
      add('request.invalid_value', place, text);
    }
  };

  const top = { path: '', said: '' };
  checkShape(request.params, REQUEST, top);
  const names = Object.keys(request.params);
  // So many unknown names are not a typo.
  for (const name of names.length > MOST_NAMES ? [] : names) {
    if (isMisspelled(name)) {
      add('request.unknown_field', within(top, nameShown(name)), 'Extra inputs are not permitted');
    }
  }
  for (const { path, message } of missingBetas(request))
    found.push({ id: 'request.unknown_field', path, message });
  return found;
}

const MOST_NAMES = 200;

const squeezed = (name: string): string => name.toLowerCase().replaceAll('_', '');

const KNOWN: readonly string[] = Object.keys(REQUEST.fields);
const SQUEEZED: ReadonlySet<string> = new Set(KNOWN.map(squeezed));

/** Whether a name differs from one of the API's names only by a letter, an underscore or a capital. */
function isMisspelled(name: string): boolean {
  if (name.length < 4 || name.length > 40 || Object.hasOwn(REQUEST.fields, name)) return false;
  return (
    SQUEEZED.has(squeezed(name)) || KNOWN.some((known) => known.length > 4 && isOneEditAway(known, name))
  );
}

/** Fields of betas that the request does not enable. Empty if its headers are unknown, or a beta is new. */
function missingBetas({ params, betas, client }: GivenRequest): { path: string; message: string }[] {
  const inBody = Object.entries(REQUEST.fields).filter(([name]) => name in params && params[name] !== null);
  return inBody.flatMap(([name, { beta, isHeader }]) => {
    const needs = beta !== undefined && betas !== undefined && !asksFor(betas, beta);
    const leftIn = isHeader === true && client === 'http';
    return needs || leftIn ? [{ path: name, message: `${name}: Extra inputs are not permitted` }] : [];
  });
}

const asksFor = (betas: readonly string[], needed: readonly string[]): boolean =>
  betas.some((beta) => needed.some((start) => beta.startsWith(start)));
