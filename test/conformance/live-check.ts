// Checks signals against our registry, as it is checked in, and what the conventions declare: the findings of `weaver registry live-check`, by its ids.
// https://github.com/open-telemetry/weaver/tree/v0.25.1/crates/weaver_live_check
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as core from './core.ts';
import type { Finding } from './findings.ts';
import * as genAi from './model.ts';
import type { Signal } from './signal.ts';

type Type = string | { readonly members: ReadonlyArray<{ readonly value: string }> };

interface Ref {
  readonly ref: string;
  readonly requirement_level?: unknown;
}

/** What of a file of definitions is read here. */
interface Definitions {
  readonly attributes?: ReadonlyArray<{ readonly key: string; readonly type: Type }>;
  readonly spans?: ReadonlyArray<{ readonly type: string; readonly attributes: readonly Ref[] }>;
  readonly span_refinements?: ReadonlyArray<{
    readonly id: string;
    readonly ref: string;
    readonly attributes: readonly Ref[];
  }>;
  readonly metrics?: ReadonlyArray<{
    readonly name: string;
    readonly unit: string;
    readonly instrument: string;
    readonly attributes: readonly Ref[];
  }>;
  readonly events?: ReadonlyArray<{ readonly name: string; readonly attributes: readonly Ref[] }>;
  readonly imports?: Readonly<Record<'metrics' | 'events' | 'spans' | 'entities', readonly string[]>>;
}

export const REGISTRY: URL = new URL('../../packages/semantic-conventions/registry/', import.meta.url);

const read = (name: string): Definitions => parse(readFileSync(new URL(`${name}.yaml`, REGISTRY), 'utf8'));

const required = (refs: readonly Ref[]): string[] =>
  refs.filter(({ requirement_level: level }) => level === 'required').map(({ ref }) => ref);

/** What is known of a signal by its name. */
interface Known {
  readonly required: readonly string[];
  readonly attributes: readonly string[];
}

const known = (refs: readonly Ref[]): Known => ({
  required: required(refs),
  attributes: refs.map(({ ref }) => ref),
});

/** Our registry with what it takes from those that it depends on. */
export class Registry {
  readonly #types: ReadonlyMap<string, Type>;
  readonly #templates: ReadonlyArray<readonly [prefix: string, type: string]>;
  readonly #spans: ReadonlyMap<string, Known>;
  readonly #metrics: ReadonlyMap<string, Known & { readonly unit: string; readonly instrument: string }>;
  readonly #events: ReadonlyMap<string, Known>;

  constructor() {
    const own = Object.entries(
      Object.fromEntries((read('attributes').attributes ?? []).map(({ key, type }) => [key, type])),
    );
    const all: Array<[string, Type]> = [
      ...own,
      ...Object.entries(genAi.ATTRIBUTES),
      ...Object.entries(core.ATTRIBUTES),
      ...Object.entries(core.TEMPLATES).map(([name, type]): [string, Type] => [name, `template[${type}]`]),
    ];
    const isTemplate = (type: Type): type is string =>
      typeof type === 'string' && type.startsWith('template[');
    this.#types = new Map(all.filter(([, type]) => !isTemplate(type)));
    this.#templates = all.flatMap(([name, type]) =>
      isTemplate(type) ? [[`${name}.`, type.slice('template['.length, -1)] as const] : [],
    );
    const { spans = [], span_refinements: refinements = [] } = read('spans');
    const base: Readonly<Record<string, readonly string[]>> = {
      'gen_ai.client.inference': genAi.declared(genAi.SPANS['gen_ai.client.inference'] as genAi.SpanModel),
      'http.client': core.HTTP_CLIENT_SPAN,
    };
    this.#spans = new Map([
      ...spans.map(({ type, attributes }) => [type, known(attributes)] as const),
      ...refinements.map(({ id, ref, attributes }) => {
        const { required, attributes: added } = known(attributes);
        return [id, { required, attributes: [...added, ...(base[ref] ?? [])] }] as const;
      }),
    ]);
    const imported = read('imports').imports;
    const taken = <Model>(models: Readonly<Record<string, Model>>, names: readonly string[] = []) =>
      Object.entries(models).filter(([name]) => names.includes(name));
    this.#metrics = new Map([
      ...(read('metrics').metrics ?? []).map(
        ({ name, unit, instrument, attributes }) =>
          [name, { unit, instrument, ...known(attributes) }] as const,
      ),
      ...taken(genAi.METRICS, imported?.metrics),
    ]);
    this.#events = new Map([
      ...(read('events').events ?? []).map(({ name, attributes }) => [name, known(attributes)] as const),
      ...taken(genAi.EVENTS, imported?.events).map(
        ([name, { attributes }]) => [name, { attributes, required: [] }] as const,
      ),
    ]);
  }

  /** What `weaver` would find in a signal. */
  check(signal: Signal): Finding[] {
    const found = [
      ...Object.entries(signal.attributes).flatMap(([name, value]) => this.#attribute(name, value)),
      ...this.#signal(signal),
    ];
    return found.map(([id, about]) => ({ id, about, signal: signal.name }));
  }

  #typeOf(name: string): Type | undefined {
    return this.#types.get(name) ?? this.#templates.find(([prefix]) => name.startsWith(prefix))?.[1];
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
      return model ? absent(model, signal) : [['missing_event', signal.name]];
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

/** Of our span types, by what only they have; spans of tools and agents are none. */
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
