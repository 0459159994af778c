// Checks whether a value is JSON Schema of draft 2020-12, as far as the vocabulary's own schema defines it.
// It ignores formats, patterns and references, because the API does not check their meaning before a call.
import { isPlainArray, isPlainObject, OPAQUE, type Plain } from './plain.ts';

type Test = (value: Plain) => boolean;

const TYPES = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number';
const isFlag: Test = (value) => typeof value === 'boolean';
const isCount: Test = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isType: Test = (value) =>
  (typeof value === 'string' && TYPES.has(value)) ||
  (isPlainArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((one) => typeof one === 'string' && TYPES.has(one)));
const isTexts: Test = (value) =>
  isPlainArray(value) && value.every(isText) && new Set(value).size === value.length;

/** The test of a keyword's value. */
const KEYWORDS: Readonly<Record<string, Test>> = {
  type: isType,
  title: isText,
  description: isText,
  $ref: isText,
  $id: isText,
  $schema: isText,
  $comment: isText,
  $anchor: isText,
  $dynamicRef: isText,
  format: isText,
  pattern: isText,
  required: isTexts,
  enum: isPlainArray,
  examples: isPlainArray,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: (value) => typeof value === 'number' && value > 0,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minProperties: isCount,
  maxProperties: isCount,
  minContains: isCount,
  maxContains: isCount,
  uniqueItems: isFlag,
  deprecated: isFlag,
  readOnly: isFlag,
  writeOnly: isFlag,
};

/** Keywords with one schema, with a list of schemas, and with schemas by name. */
const ONE = [
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
];
const SEVERAL = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const NAMED = ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties'];

/** The path of the first invalid keyword; `undefined` for a valid schema. */
export function faultOfSchema(schema: Plain, path: string): string | undefined {
  const waiting: (readonly [Plain, string])[] = [[schema, path]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, at] = next;
    if (value === OPAQUE || typeof value === 'boolean') continue;
    if (!isPlainObject(value)) return at;
    for (const [name, held] of Object.entries(value)) {
      const where = `${at}.${name}`;
      if (held === OPAQUE) continue;
      if (Object.hasOwn(KEYWORDS, name) && !KEYWORDS[name]?.(held)) return where;
      if (ONE.includes(name)) waiting.push([held, where]);
      else if (SEVERAL.includes(name)) {
        if (!isPlainArray(held) || held.length === 0) return where;
        for (const [index, one] of held.entries()) waiting.push([one, `${where}.${index}`]);
      } else if (NAMED.includes(name)) {
        if (!isPlainObject(held)) return where;
        for (const [key, one] of Object.entries(held)) waiting.push([one, `${where}.${key}`]);
      }
    }
  }
  return undefined;
}

/** The path of an object, in a schema for structured output, that allows additional fields. */
export function openObjectOf(schema: Plain, path: string): string | undefined {
  const waiting: (readonly [Plain, string])[] = [[schema, path]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, at] = next;
    if (!isPlainObject(value)) continue;
    if (
      value.type === 'object' &&
      value.additionalProperties !== false &&
      value.additionalProperties !== OPAQUE
    )
      return at;
    for (const name of ['items', 'additionalProperties', 'not']) {
      const one = value[name];
      if (one !== undefined) waiting.push([one, `${at}.${name}`]);
    }
    for (const name of SEVERAL) {
      const several = value[name];
      if (isPlainArray(several))
        for (const [index, one] of several.entries()) waiting.push([one, `${at}.${name}.${index}`]);
    }
    for (const name of ['$defs', 'definitions', 'properties']) {
      const named = value[name];
      if (isPlainObject(named))
        for (const [key, one] of Object.entries(named)) waiting.push([one, `${at}.${name}.${key}`]);
    }
  }
  return undefined;
}
