// Our Weaver registry as it follows from the tables of `@sevenstep/semantic-conventions`: the text of each of its files.
// Definition language 2, which the GenAI registry uses: https://github.com/open-telemetry/weaver/blob/v0.25.1/schemas/semconv-syntax.v2.md
import {
  ATTRIBUTE_FAMILIES,
  ATTRIBUTES,
  type AttributeSpec,
  type AttributeType,
  EVENT_ATTRIBUTES,
  EVENTS,
  isExtension,
  isPreviousName,
  METRIC_ATTRIBUTES,
  METRICS,
  whenWritten,
} from '@sevenstep/semantic-conventions';
import { stringify } from 'yaml';
import { EXAMPLES, type Example } from '../../packages/semantic-conventions/src/examples.ts';
import { MEANINGS } from '../../packages/semantic-conventions/src/meanings.ts';
import { SPANS, type SpanSpec } from '../../packages/semantic-conventions/src/spans.ts';

type Level =
  | 'required'
  | 'recommended'
  | 'opt_in'
  | { readonly conditionally_required: string }
  | { readonly recommended: string };

interface Member {
  readonly id: string;
  readonly value: string;
  readonly stability: string;
  readonly brief: string;
}

interface AttributeDefinition {
  readonly key: string;
  readonly type: AttributeType | `template[${AttributeType}]` | { readonly members: readonly Member[] };
  readonly stability: string;
  readonly brief: string;
  readonly note?: string;
  readonly examples?: readonly Example[];
}

interface AttributeRef {
  readonly ref: string;
  readonly requirement_level: Level;
}

/** A signal; what it is called by, and what only its kind has, beside this. */
interface Signal {
  readonly stability: string;
  readonly brief: string;
  readonly note?: string;
  readonly requirement_level?: string;
  readonly attributes: readonly AttributeRef[];
}
interface Span extends Signal {
  readonly type: string;
  readonly kind: string;
  readonly name: { readonly note: string };
}
interface SpanRefinement extends Signal {
  readonly id: string;
  readonly ref: string;
  readonly name: { readonly note: string };
}
interface Metric extends Signal {
  readonly name: string;
  readonly instrument: string;
  readonly unit: string;
  readonly annotations: { readonly code_generation: { readonly metric_value_type: 'double' | 'int' } };
}
interface Event extends Signal {
  readonly name: string;
}

/** The content of each file of definitions, by name. */
export interface Definitions {
  readonly attributes: { readonly attributes: readonly AttributeDefinition[] };
  readonly spans: { readonly spans: readonly Span[]; readonly span_refinements: readonly SpanRefinement[] };
  readonly metrics: { readonly metrics: readonly Metric[] };
  readonly events: { readonly events: readonly Event[] };
  readonly imports: {
    readonly imports: Readonly<Record<'metrics' | 'events' | 'spans' | 'entities', readonly string[]>>;
  };
}

/** No name is stable before the packages are at 1.0. */
const stability = 'development';
/** For signals that are emitted by default. */
const requirement_level = 'recommended';

/** The GenAI release of the names, and the release of the core conventions on which it depends. */
const DEPENDENCIES = [
  {
    schema_url: 'https://opentelemetry.io/schemas/gen-ai/0.1.0',
    registry_path: 'https://github.com/open-telemetry/semantic-conventions-genai.git@v0.1.0[model]',
  },
  {
    schema_url: 'https://opentelemetry.io/schemas/1.45.0',
    registry_path: 'https://github.com/open-telemetry/semantic-conventions.git@v1.45.0[model]',
  },
] as const;

const MEMBERS: ReadonlyMap<string, readonly Member[]> = new Map(
  Object.entries(MEANINGS).map(([name, values]) => [
    name,
    Object.entries(values).map(([value, meaning]) => ({ id: value, value, stability, brief: `${meaning}.` })),
  ]),
);

const extensions = <Row>(table: Readonly<Record<string, Row>>): Array<[name: string, row: Row]> =>
  Object.entries(table).filter(([name]) => isExtension(name));

/** `anthropic.ratelimit` of `anthropic.ratelimit.<kind>.limit`. Weaver identifies families by the start of the name. */
const familyOf = (name: string): string => name.slice(0, name.indexOf('.<'));

/** The name by which a signal refers to an attribute. */
const referred = (name: string): string => (name.includes('<') ? familyOf(name) : name);

function definition(name: string, [type, source, brief]: AttributeSpec): AttributeDefinition {
  const members = MEMBERS.get(name);
  const example: Example | undefined = Reflect.get(EXAMPLES, name);
  const when = name in ATTRIBUTES ? whenWritten(name) : 'always';
  const note = [
    when === 'always' ? '' : `A span has it when: ${when}.`,
    source === 'sdk' ? "The name is that of the SDK's own spans." : '',
  ].filter((line) => line !== '');
  return {
    key: name,
    type: members ? { members } : type,
    stability,
    brief: `${brief}.`,
    ...(note.length > 0 && { note: note.join(' ') }),
    ...(example !== undefined && { examples: [example] }),
  };
}

/** The families of one prefix are one template. Weaver takes a whole number for a `double`, but not the other way round. */
function template(prefix: string): AttributeDefinition {
  const rows = extensions<AttributeSpec>(ATTRIBUTE_FAMILIES).filter(([name]) => familyOf(name) === prefix);
  const lines = rows.map(([name, [type, , brief]]) => `- \`${name}\` (${type}): ${brief}.`);
  return {
    key: prefix,
    type: 'template[double]',
    stability,
    brief: 'What the last response said of a limit of the API; `<kind>` is `requests`, `input_tokens`, ….',
    note: [`A span has them when: ${whenWritten(rows[0]?.[0] ?? '')}.`, '', ...lines].join('\n'),
    examples: [50_000],
  };
}

const attributes = (): AttributeDefinition[] =>
  [
    ...extensions<AttributeSpec>({ ...ATTRIBUTES, ...METRIC_ATTRIBUTES, ...EVENT_ATTRIBUTES }).map(
      ([name, row]) => definition(name, row),
    ),
    ...new Set(extensions(ATTRIBUTE_FAMILIES).map(([name]) => familyOf(name))),
  ].map((one) => (typeof one === 'string' ? template(one) : one));

/** References of a span, each once: families of one prefix are one. */
function spanRefs(names: readonly string[], required: readonly string[]): AttributeRef[] {
  const refs = names.map((name): AttributeRef => {
    const when = whenWritten(name);
    const level: Level = when === 'always' ? 'recommended' : { recommended: `When: ${when}.` };
    return { ref: referred(name), requirement_level: required.includes(name) ? 'required' : level };
  });
  return [...new Map(refs.map((ref) => [ref.ref, ref])).values()];
}

const signalRefs = (names: readonly string[], required: readonly string[] = []): AttributeRef[] =>
  names.map((name) => ({
    ref: name,
    requirement_level: required.includes(name) ? 'required' : { conditionally_required: 'If it is known.' },
  }));

const described = ({ name, brief, attributes, required }: SpanSpec) => ({
  name: { note: `\`${name}\`` },
  stability,
  brief: `${brief}.`,
  attributes: spanRefs(attributes, required),
});

function spans(): Definitions['spans'] {
  const rows = Object.entries(SPANS);
  const own = rows.filter(([, { refines }]) => refines === undefined);
  return {
    spans: own.map(([type, row]) => ({ type, kind: row.kind, requirement_level, ...described(row) })),
    span_refinements: rows.flatMap(([id, row]) =>
      row.refines === undefined ? [] : { id, ref: row.refines, ...described(row) },
    ),
  };
}

const metrics = (): Metric[] =>
  extensions(METRICS).map(([name, { instrument, unit, brief, buckets, attributes, required }]) => ({
    name,
    instrument,
    unit,
    requirement_level,
    stability,
    brief: `${brief}.`,
    ...(buckets && { note: `Upper bounds of its buckets: ${buckets.join(', ')}.` }),
    annotations: { code_generation: { metric_value_type: unit === 's' ? 'double' : 'int' } },
    attributes: signalRefs(attributes, required),
  }));

/**
 * The event of content. It cannot be imported: the core registry has it, too, as deprecated and excluded, and weaver 0.25.1
 * then refuses the import from either.
 */
const CONTENT = 'gen_ai.client.inference.operation.details';

const events = (): Event[] => [
  ...extensions(EVENTS).map(([name, { brief, attributes, required }]) => ({
    name,
    requirement_level,
    stability,
    brief: `${brief}.`,
    attributes: signalRefs(attributes, required),
  })),
  {
    name: CONTENT,
    requirement_level: 'opt_in',
    stability,
    brief: `${EVENTS[CONTENT].brief}.`,
    note: 'As the GenAI conventions define it. It is here because weaver cannot import it beside the core registry.',
    attributes: EVENTS[CONTENT].attributes.map((ref) => ({ ref, requirement_level: 'opt_in' })),
  },
];

/** Whether a name is in the conventions' release, so that it is emitted by default. */
const isOfRelease = (name: string): boolean => !isExtension(name) && !isPreviousName(name);

/** Our attributes under the conventions' names, and the resource as the SDKs' detectors describe it. */
const imports = () => ({
  metrics: Object.keys(METRICS).filter(isOfRelease),
  events: Object.keys(EVENTS).filter((name) => isOfRelease(name) && name !== CONTENT),
  spans: [
    ...Object.values(SPANS).flatMap(({ refines }) => refines ?? []),
    'gen_ai.execute_tool*',
    'gen_ai.invoke_agent.internal',
  ],
  entities: ['service*', 'telemetry.sdk', 'host', 'process*'],
});

export const definitions = (): Definitions => ({
  attributes: { attributes: attributes() },
  spans: spans(),
  metrics: { metrics: metrics() },
  events: { events: events() },
  imports: { imports: imports() },
});

/** @param version that of the package */
const manifest = (version: string) => ({
  name: 'sevenstep',
  description: 'What Sevenstep records of calls of the Anthropic TypeScript SDK.',
  // An identifier: nothing is served there.
  schema_url: `https://sevenstep.example/schemas/${version}`,
  stability,
  dependencies: DEPENDENCIES,
});

const HEAD = '# Written by `UPDATE_DOCS=1 npm test` from the tables in packages/semantic-conventions/src.\n';
const text = (content: object): string =>
  HEAD + stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });

/** Its files, by name. @param version that of the package */
export const registryFiles = (version: string): Readonly<Record<string, string>> => ({
  'manifest.yaml': text(manifest(version)),
  ...Object.fromEntries(
    Object.entries(definitions()).map(([name, content]) => [
      `${name}.yaml`,
      text({ file_format: 'definition/2', ...content }),
    ]),
  ),
});
