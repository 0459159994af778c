// Checks signals against our registry, as it is checked in, and what the conventions declare: the findings of `weaver registry live-check`, by its ids.
// https://github.com/open-telemetry/weaver/tree/v0.25.1/crates/weaver_live_check
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as core from './core.ts';
import type { Definitions } from './definitions.ts';
import type { Finding } from './findings.ts';
import * as genAi from './model.ts';
import type { Signal } from './signal.ts';

type Type = string | { readonly members: ReadonlyArray<{ readonly value: string }> };
type Refs = ReadonlyArray<{ readonly ref: string; readonly requirement_level?: unknown }>;

export const REGISTRY: URL = new URL('../../packages/semantic-conventions/registry/', import.meta.url);

const read = <Name extends keyof Definitions>(name: Name): Definitions[Name] =>
  parse(readFileSync(new URL(`${name}.yaml`, REGISTRY), 'utf8'));

/** The declaration of a signal, by its name or span type. */
interface Known {
  readonly required: readonly string[];
  readonly attributes: readonly string[];
}
/** With a severity where the conventions name one. */
type KnownEvent = Known & { readonly severity?: number };
type KnownMetric = Known & { readonly unit: string; readonly instrument: string };

const known = (refs: Refs, inherited: readonly string[] = []): Known => ({
  required: refs.filter(({ requirement_level: level }) => level === 'required').map(({ ref }) => ref),
  attributes: [...refs.map(({ ref }) => ref), ...inherited],
});

/** The span types that ours extend: their attributes. */
const BASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['gen_ai.client.inference', genAi.declared(genAi.INFERENCE)],
  ['http.client', core.HTTP_CLIENT_SPAN],
]);

const TEMPLATE = /^template\[(.*)\]$/;

/** Our registry with what it takes from those that it depends on. */
export class Registry {
  readonly #types: ReadonlyMap<string, Type>;
  /** By the first part of their names. */
  readonly #templates: ReadonlyMap<string, Type>;
  readonly #spans: ReadonlyMap<string, Known>;
  readonly #metrics: ReadonlyMap<string, KnownMetric>;
  readonly #events: ReadonlyMap<string, KnownEvent>;

  constructor() {
    const { attributes } = read('attributes');
    const isTemplate = (type: Type): type is string => typeof type === 'string' && TEMPLATE.test(type);
    this.#types = new Map<string, Type>([
      ...Object.entries({ ...genAi.ATTRIBUTES, ...core.ATTRIBUTES }),
      ...attributes.filter(({ type }) => !isTemplate(type)).map(({ key, type }) => [key, type] as const),
    ]);
    this.#templates = new Map<string, Type>([
      ...Object.entries(core.TEMPLATES),
      ...attributes.flatMap(({ key, type }) =>
        isTemplate(type) ? [[key, type.replace(TEMPLATE, '$1')] as const] : [],
      ),
    ]);
    const { spans, span_refinements: refinements } = read('spans');
    this.#spans = new Map([
      ...spans.map(({ type, attributes }) => [type, known(attributes)] as const),
      ...refinements.map(({ id, ref, attributes }) => [id, known(attributes, BASES.get(ref))] as const),
    ]);
    const { imports } = read('imports');
    this.#metrics = new Map<string, KnownMetric>([
      ...Object.entries(genAi.METRICS).filter(([name]) => imports.metrics.includes(name)),
      ...read('metrics').metrics.map((one) => [one.name, { ...one, ...known(one.attributes) }] as const),
    ]);
    this.#events = new Map<string, KnownEvent>([
      ...Object.entries(genAi.EVENTS).filter(([name]) => imports.events.includes(name)),
      ...read('events').events.map(
        ({ name, attributes }) => [name, { ...genAi.EVENTS[name], ...known(attributes) }] as const,
      ),
    ]);
  }

  /** The findings that `weaver` would have for a signal. */
  check(signal: Signal): Finding[] {
    const found = [
      ...Object.entries(signal.attributes).flatMap(([name, value]) => this.#attribute(name, value)),
      ...this.#signal(signal),
    ];
    return found.map(([id, about]) => ({ id, about, signal: signal.name }));
  }

  #typeOf(name: string): Type | undefined {
    const prefix = [...this.#templates.keys()].find((one) => name.startsWith(`${one}.`));
    return this.#types.get(name) ?? this.#templates.get(prefix ?? '');
  }

  #attribute(name: string, value: unknown): Found[] {
    const type = this.#typeOf(name);
    if (type === undefined) return [['missing_attribute', name]];
    if (typeof type === 'string') return fits(type, value) ? [] : [['type_mismatch', name]];
    const isKnown = type.members.some((member) => member.value === value);
    return isKnown ? [] : [['undefined_enum_variant', `${name}: ${String(value)}`]];
  }

  #signal(signal: Signal): Found[] {
    if (signal.type === 'metric') {
      const model = this.#metrics.get(signal.name);
      if (!model) return [['missing_metric', signal.name]];
      const { unit, instrument } = model;
      return [
        ...(signal.unit === unit ? [] : [['unit_mismatch', signal.unit] as const]),
        ...(signal.instrument === instrument ? [] : [['unexpected_instrument', signal.instrument] as const]),
        ...absent(model, signal),
        ...undeclared(model, signal),
      ];
    }
    if (signal.type === 'event') {
      const model = this.#events.get(signal.name);
      if (!model) return [['missing_event', signal.name]];
      // Not a finding of weaver: registries have no severity but in their notes.
      const { severity = signal.severity } = model;
      return [
        ...(signal.severity === severity ? [] : [['severity_mismatch', String(signal.severity)] as const]),
        ...absent(model, signal),
      ];
    }
    if (signal.type === 'resource') return [];
    const model = this.#spans.get(typeOfSpan(signal.attributes) ?? '');
    return model ? [...absent(model, signal), ...undeclared(model, signal)] : [];
  }
}

type Found = readonly [id: string, about: string];

const absent = ({ required }: Known, { attributes }: Signal): Found[] =>
  required.filter((name) => !(name in attributes)).map((name) => ['required_attribute_not_present', name]);

/** Not a finding of weaver, which does not know of what type a span is: an attribute that the type does not list. */
const undeclared = ({ required, attributes: listed }: Known, { attributes }: Signal): Found[] =>
  Object.keys(attributes)
    .filter((name) => ![...required, ...listed].some((one) => name === one || name.startsWith(`${one}.`)))
    .map((name) => ['attribute_not_listed', name]);

/** Our span type, found by attributes that only it has; `undefined` for spans of tools and agents. */
function typeOfSpan(attributes: Signal['attributes']): string | undefined {
  const operation = attributes['gen_ai.operation.name'];
  if ('anthropic.sdk.method' in attributes)
    return operation === undefined ? 'anthropic.client.request' : 'anthropic.client.inference';
  return 'http.request.method' in attributes ? 'anthropic.client.attempt' : undefined;
}

/** Weaver takes a whole number for a `double`, and anything for `any`. */
function fits(type: string, value: unknown): boolean {
  if (type === 'any') return true;
  if (type === 'int') return Number.isSafeInteger(value);
  if (type === 'double') return Number.isFinite(value);
  if (type === 'string[]') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === type;
}
