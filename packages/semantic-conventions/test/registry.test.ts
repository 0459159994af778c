// The Weaver registry is what the tables say, and is written in Weaver's definition language.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as core from '../../../test/conformance/core.ts';
import { definitions, registryFiles } from '../../../test/conformance/definitions.ts';
import * as genAi from '../../../test/conformance/model.ts';
import { expectGeneratedFile, expectGeneratedSection } from '../../../test/support/generated.ts';
import { ATTEMPT_OUTCOMES, CHECK_STATES, CLOSED_SETS } from '../src/index.ts';
import { MEANINGS } from '../src/meanings.ts';
import { SPANS } from '../src/spans.ts';

const registry = new URL('../registry/', import.meta.url);
const README = new URL('../README.md', import.meta.url);
const VALUES = new URL('../docs/values.md', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const FILES = registryFiles(version);

test.each(Object.entries(FILES))('%s is what the tables say', (name, content) => {
  expectGeneratedFile(new URL(name, registry), content);
});

test('the registry has no other file', () => {
  expect(readdirSync(registry).sort()).toEqual(Object.keys(FILES).sort());
});

/** The required and the other fields of each kind of definition (weaver's `schemas/semconv.schema.v2.json`). */
const KEYS = {
  attributes: ['key type stability brief', 'note examples'],
  spans: ['type kind name stability brief', 'requirement_level attributes'],
  span_refinements: ['id ref', 'name stability brief attributes'],
  metrics: ['name instrument unit stability brief', 'note requirement_level annotations attributes'],
  events: ['name stability brief', 'note requirement_level attributes'],
} as const;

const { attributes, spans, metrics, events, imports } = definitions();
const SECTIONS = { ...attributes, ...spans, ...metrics, ...events };

test.each(Object.entries(SECTIONS))('%s keep to the definition language', (section, rows) => {
  const [must, may] = KEYS[section as keyof typeof KEYS].map((names) => names.split(' '));
  for (const row of rows) {
    const keys = Object.keys(row);
    expect(keys).toEqual(expect.arrayContaining(must ?? []));
    expect(keys.filter((key) => ![...(must ?? []), ...(may ?? [])].includes(key))).toEqual([]);
  }
});

test('every attribute has a brief, and an example or the values it takes', () => {
  const poor = attributes.attributes.filter(
    ({ brief, type, examples }) => brief.length < 5 || !(examples || typeof type === 'object'),
  );
  expect(poor).toEqual([]);
});

test('an example is of the type of its attribute', () => {
  const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
    string: (value) => typeof value === 'string',
    int: Number.isInteger,
    double: Number.isFinite,
    'template[double]': Number.isFinite,
    boolean: (value) => typeof value === 'boolean',
    'string[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  };
  const wrong = attributes.attributes.filter(
    ({ type, examples = [] }) => typeof type === 'string' && !examples.every((value) => FITS[type]?.(value)),
  );
  expect(wrong).toEqual([]);
});

test('every reference leads to an attribute of ours, of the GenAI conventions, or of the core conventions', () => {
  const known = new Set([
    ...attributes.attributes.map(({ key }) => key),
    ...Object.keys({ ...genAi.ATTRIBUTES, ...core.ATTRIBUTES, ...core.TEMPLATES }),
  ]);
  const signals = [...spans.spans, ...spans.span_refinements, ...metrics.metrics, ...events.events];
  const refs = signals.flatMap((signal) => signal.attributes.map(({ ref }) => ref));
  expect(refs.length).toBeGreaterThan(100);
  expect(refs.filter((ref) => !known.has(ref))).toEqual([]);
});

test('what is imported or refined is in the registries that it is taken from', () => {
  expect(imports.imports.metrics.filter((name) => !(name in genAi.METRICS))).toEqual([]);
  expect(imports.imports.events.filter((name) => !(name in genAi.EVENTS))).toEqual([]);
  const bases = spans.span_refinements.map(({ ref }) => ref);
  expect(bases.filter((name) => !(name in genAi.SPANS) && name !== 'http.client')).toEqual([]);
});

test('no name is defined twice', () => {
  const names = [
    ...attributes.attributes.map(({ key }) => key),
    ...spans.spans.map(({ type }) => `span ${type}`),
    ...spans.span_refinements.map(({ id }) => `span ${id}`),
    ...metrics.metrics.map(({ name }) => `metric ${name}`),
    ...events.events.map(({ name }) => `event ${name}`),
  ];
  expect(names).toEqual([...new Set(names)]);
});

test('the table of values is up to date, in the order of the code', () => {
  const sets: Readonly<Record<string, readonly string[]>> = {
    ...CLOSED_SETS,
    'anthropic.attempt.outcome': ATTEMPT_OUTCOMES,
    'anthropic.check.state': CHECK_STATES,
  };
  const lines = Object.entries(MEANINGS).flatMap(([name, values]) => {
    expect(Object.keys(values)).toEqual(sets[name]);
    return Object.entries(values).map(([value, meaning]) => `| \`${name}\` | \`${value}\` | ${meaning} |`);
  });
  expect(Object.keys(MEANINGS).sort()).toEqual(Object.keys(sets).sort());
  const table = ['| attribute | value | |', '| --- | --- | --- |', ...lines].join('\n');
  expectGeneratedSection(VALUES, 'values', table);
});

test('the table of spans is up to date', () => {
  const lines = Object.entries(SPANS).map(
    ([type, { kind, name, refines, brief }]): string =>
      `| \`${type}\` | ${kind} | \`${name}\` | ${refines === undefined ? '' : `\`${refines}\``} | ${brief} |`,
  );
  const head = ['| span | kind | name | extends | |', '| --- | --- | --- | --- | --- |'];
  expectGeneratedSection(README, 'spans', [...head, ...lines].join('\n'));
});
