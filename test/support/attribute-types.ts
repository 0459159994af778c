// Checks the attributes of a span against the table of attributes: names, types, lengths.
import {
  ATTRIBUTE_FAMILIES,
  ATTRIBUTES,
  type AttributeType,
  MAX_ATTRIBUTE_ITEMS,
  MAX_ATTRIBUTE_LENGTH,
} from '@sevenstep/semantic-conventions';
import type { SpanKind } from './telemetry.ts';

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= MAX_ATTRIBUTE_LENGTH && value.isWellFormed();

const FITS: Readonly<Record<AttributeType, (value: unknown) => boolean>> = {
  string: isText,
  int: Number.isSafeInteger,
  double: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  'string[]': (value) => Array.isArray(value) && value.length <= MAX_ATTRIBUTE_ITEMS && value.every(isText),
};

/** The form of a family's name, `anthropic.ratelimit.<kind>.limit`, as a pattern. */
const FAMILIES = Object.entries(ATTRIBUTE_FAMILIES).map(([name, [type]]): [RegExp, AttributeType] => [
  new RegExp(`^${name.replaceAll('.', '\\.').replace(/<\w+>/, '[a-z0-9_-]{1,64}')}$`),
  type,
]);

/** By the table. */
export function typeOf(name: string): AttributeType | undefined {
  if (Object.hasOwn(ATTRIBUTES, name)) return ATTRIBUTES[name as keyof typeof ATTRIBUTES][0];
  return FAMILIES.find(([form]) => form.test(name))?.[1];
}

/** A sentence for each attribute that is not in the table or not as it says. */
export const misfits = (attributes: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(attributes).flatMap(([name, value]) => {
    const type = typeOf(name);
    if (type === undefined) return [`${name} is in no table`];
    return FITS[type](value) ? [] : [`${name} is no ${type}: ${JSON.stringify(value)?.slice(0, 100)}`];
  });

/** The attributes to check: without the SDK's own on an adopted span, and without content, which is longer. */
export const written = (
  kind: SpanKind,
  attributes: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) => (kind === 'owned' || isOurs(name)) && !CONTENT.test(name)),
  );

const isOurs = (name: string): boolean => Reflect.get(ATTRIBUTES, name)?.[1] === 'sevenstep';
export const CONTENT: RegExp =
  /^gen_ai\.(input\.messages|output\.messages|system_instructions|tool\.definitions)$/;
