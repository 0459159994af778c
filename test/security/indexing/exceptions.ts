// Places that index an object with a name unknown to the compiler, with the reason why input cannot choose that name.

/** Expressions by file. */
type Places = Readonly<Record<string, readonly string[]>>;

export const EXCEPTIONS: readonly { readonly why: string; readonly places: Places }[] = [
  {
    why: 'A copy of a request, which has no prototype: each name in it is a field.',
    places: {
      'packages/wire/src/request/characters.ts': ['params[param]'],
      'packages/wire/src/request/field-problems.ts': [
        'name in params',
        'name in value',
        'params[name]',
        'value[name]',
      ],
      'packages/wire/src/request/json-schema.ts': ['value[name]'],
      'packages/wire/src/request/plain.ts': ['fields[name]'],
      'packages/wire/src/request/tools.ts': ['name in schema'],
      'packages/wire/src/request/turns.ts': ['block[field]', 'name in params'],
    },
  },
  {
    why: 'The environment: its names are tables of ours, and its values are text or checked to be.',
    places: {
      'examples/observability-stack/src/debian-tools.ts': ['process.env[variable]'],
      'examples/jaeger/src/ports.ts': ['environment[name]'],
      'packages/wire/src/proxy-variables.ts': [
        'env[variable.toLowerCase()]',
        'env[name]',
        "env[nameOf('NO_PROXY', env)]",
      ],
      'packages/doctor/src/check/proxy-setting.ts': ['env[variable]'],
      'packages/doctor/src/check/target.ts': ['env[name]'],
      'packages/doctor/src/otlp/destination.ts': ['env[variable]'],
      'packages/register/src/exporters.ts': ['process.env[name]', 'process.env[one]'],
      'packages/register/src/otel-sdk.ts': ['process.env[variable]'],
    },
  },
  {
    why: 'Reads a field that its callers name by a literal, from a value of unknown shape; they check what they get.',
    places: {
      'packages/wire/src/values.ts': ['value[name]', 'name in Object.prototype'],
      'packages/instrumentation-anthropic/src/content/copy.ts': ['value[name as string]'],
      'packages/instrumentation-anthropic/src/sdk/patch-points.ts': [
        '(moduleExports as Record<string, unknown> | null | undefined)?.[name]',
      ],
    },
  },
  {
    why: "The SDK's methods that are patched, and the members of a body's stream: tables of ours.",
    places: {
      'packages/instrumentation-anthropic/src/sdk/body-stream.ts': ['name in body'],
      'packages/instrumentation-anthropic/src/sdk/patch.ts': [
        '(target as Record<PropertyKey, Method>)[name]',
      ],
    },
  },
  {
    why: 'Names come from a table of ours: attributes, columns, fields, formats, named groups of patterns.',
    places: {
      'packages/instrumentation-anthropic/src/content/accumulate.ts': ['start[field]'],
      'packages/instrumentation-anthropic/src/content/parts.ts': ['there[name]'],
      'packages/instrumentation-anthropic/src/content/tool-call.ts': ['fitted[field]'],
      'packages/doctor/src/drill/situations.ts': ['NAMED_FAULT_TITLES[name]'],
      'packages/doctor/src/spans/read-value.ts': ['held[name]', 'value[name]'],
      'packages/doctor/src/otlp/codec.ts': ['request[groups]', 'group[scopes]', 'scope[signal.items]'],
      'packages/doctor/src/report/markup.ts': ['ESCAPES[character]'],
      'packages/doctor/src/spans/record.ts': ['field in value'],
      'packages/doctor/src/ticket/markdown.ts': ['facts[column]'],
      'packages/doctor/src/ticket/ticket.ts': ['resource[attribute]'],
      'packages/checklist/src/facts/looks-healthy.ts': ['attributes[name]'],
      'packages/checklist/src/text/segments.ts': ['match?.groups?.[group]'],
      'packages/collector/src/engine/polyfills.ts': ['groups[name]'],
      'packages/checklist/src/rules/4-request/context-window.ts': ['found[name]'],
      'packages/checklist/src/dialects/index.ts': ['attributes[other]', 'attributes[name]'],
      'packages/checklist/src/facts/with-attempts.ts': ['attributes[name]'],
      'packages/anthropic-simulator/src/script/check-script.ts': ['value[name]'],
      'packages/checklist/src/drills/near-miss.ts': ['record(parent, at)[place]', 'target[last]'],
    },
  },
  {
    why: 'The attributes are made here, by builders whose names are of the conventions.',
    places: {
      'packages/instrumentation-anthropic/src/attributes/defined.ts': [
        'result[name]',
        'attributes[name]',
        'given[name]',
        'more[name]',
        'part[name]',
      ],
      'packages/diagnosis-span-processor/src/processor.ts': ['span.attributes[name]', 'tags[name]'],
    },
  },
  {
    why: 'The type of the key is a parameter, of which the object has every value.',
    places: { 'packages/diagnosis-span-processor/src/patterns/sliding-count.ts': ['this.#rows[name]'] },
  },
  {
    why: 'Only an id of a rule gets here.',
    places: { 'packages/checklist/src/options.ts': ['checked[now]'] },
  },
];
