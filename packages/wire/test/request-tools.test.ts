// The tools of a request, their schemas, and the schema of structured output.
import { describe, expect, test } from 'vitest';
import { checkRequest } from '../src/request.ts';
import { ASK, type Found, found, type Params, tool } from './requests.ts';

describe('schemas of tools', () => {
  const INVALID =
    'JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://docs.claude.com/en/docs/tool-use.';
  const schema = (more: unknown): Params => ({
    tools: [tool('a', { input_schema: { type: 'object', ...(more as object) } })],
  });

  const opaque = { toJSON: () => true };

  test.each<[keywords: Params]>([
    [{ properties: { a: true, b: false } }],
    [{ properties: { a: { type: ['string', 'null'] } } }],
    [{ required: [] }],
    [{ required: ['a', 'b'] }],
    [{ minProperties: 0 }],
    [{ properties: { a: { multipleOf: 0.1, uniqueItems: false, enum: [], minimum: -1 } } }],
    [{ properties: { a: { prefixItems: [true], items: false } } }],
    [{ properties: { a: { title: '', description: '', $comment: '', format: 'x', pattern: '.' } } }],
    [{ keyword_of_mine: 7 }],
    // Values that only code of the application knows.
    [{ properties: { a: opaque, b: { anyOf: opaque } }, required: opaque, not: opaque }],
    [{ $defs: { a: { type: 'null' } }, patternProperties: { '^x': {} } }],
  ])('%j is one', (keywords) => {
    expect(found(schema(keywords))).toEqual([]);
  });

  test.each<[keywords: Params, path: string]>([
    [{ properties: { a: { type: 'date' } } }, 'properties.a.type'],
    [{ properties: { a: { type: [] } } }, 'properties.a.type'],
    [{ properties: { a: { type: ['string', 'string'] } } }, 'properties.a.type'],
    [{ properties: { a: { type: ['string', 'date'] } } }, 'properties.a.type'],
    [{ properties: { a: { type: ['string', 7] } } }, 'properties.a.type'],
    [{ properties: { a: 'string' } }, 'properties.a'],
    [{ properties: [] }, 'properties'],
    [{ required: true }, 'required'],
    [{ required: ['a', 'a'] }, 'required'],
    [{ required: [7] }, 'required'],
    [{ minProperties: -1 }, 'minProperties'],
    [{ minProperties: 1.5 }, 'minProperties'],
    [{ minProperties: '1' }, 'minProperties'],
    [{ properties: { a: { multipleOf: 0 } } }, 'properties.a.multipleOf'],
    [{ properties: { a: { multipleOf: '2' } } }, 'properties.a.multipleOf'],
    [{ properties: { a: { uniqueItems: 1 } } }, 'properties.a.uniqueItems'],
    [{ properties: { a: { enum: 'a' } } }, 'properties.a.enum'],
    [{ properties: { a: { minimum: '1' } } }, 'properties.a.minimum'],
    [{ properties: { a: { title: 7 } } }, 'properties.a.title'],
    [{ properties: { a: { items: [{}] } } }, 'properties.a.items'],
    [{ properties: { a: { anyOf: [] } } }, 'properties.a.anyOf'],
    [{ properties: { a: { anyOf: {} } } }, 'properties.a.anyOf'],
    [{ properties: { a: { anyOf: [{}, { type: 'x' }] } } }, 'properties.a.anyOf.1.type'],
    [{ properties: { a: { not: { type: 'x' } } } }, 'properties.a.not.type'],
    [{ $defs: { b: { type: 'x' } } }, '$defs.b.type'],
    [{ additionalProperties: { type: 'x' } }, 'additionalProperties.type'],
  ])('%j is none', (keywords, path) => {
    expect(found(schema(keywords))).toEqual([
      ['request.tool_schema', `tools.0.input_schema.${path}`, `tools.0.custom.input_schema: ${INVALID}`],
    ]);
  });

  test('its root is an object, without a union', () => {
    const of = (input_schema: unknown, more: Params = {}): readonly Found[] =>
      found({ tools: [tool('a', { ...more, input_schema })] });
    const own = 'tools.0.custom.input_schema';
    expect(of({})).toEqual([
      ['request.missing_field', 'tools.0.input_schema.type', `${own}.type: Field required`],
    ]);
    expect(of({ type: 'array' })).toEqual([
      ['request.tool_schema', 'tools.0.input_schema.type', `${own}.type: Input should be 'object'`],
    ]);
    // One finding, not two.
    expect(of({ type: 'date' })).toHaveLength(1);
    for (const union of ['oneOf', 'allOf', 'anyOf'])
      expect(of({ type: 'object', [union]: [{}] })).toEqual([
        [
          'request.tool_schema',
          `tools.0.input_schema.${union}`,
          `${own}: input_schema does not support oneOf, allOf, or anyOf at the top level`,
        ],
      ]);
    expect(of({ type: 'object', properties: { 'a b': {} } })).toEqual([
      [
        'request.tool_schema',
        'tools.0.input_schema.properties',
        `${own}.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'`,
      ],
    ]);
    // A tool of the API's has no schema of the application.
    expect(of({ type: 'array' }, { type: 'tool_of_tomorrow' })).toEqual([]);
    expect(of({ type: 'array' }, { type: 'custom' })).toHaveLength(1);
    expect(of({ type: 'array' }, { type: null })).toHaveLength(1);
  });
});

describe('structured output', () => {
  const OPEN = "For 'object' type, 'additionalProperties' must be explicitly set to false";
  const closed = (more: Params = {}): Params => ({ type: 'object', additionalProperties: false, ...more });
  const of = (schema: unknown): readonly Found[] =>
    found({ output_config: { format: { type: 'json_schema', schema } } });
  const at = (path: string): readonly Found[] => [
    ['request.output_schema', `output_config.format.schema${path}`, `output_config.format.schema: ${OPEN}`],
  ];
  const getter = Object.defineProperty({ type: 'object' }, 'additionalProperties', {
    enumerable: true,
    get: () => false,
  });

  test.each<[schema: unknown, found: readonly Found[]]>([
    [closed(), []],
    [{ type: 'string' }, []],
    [getter, []],
    [{ type: 'object' }, at('')],
    [{ type: 'object', additionalProperties: true }, at('')],
    [closed({ properties: { a: { type: 'object' } } }), at('.properties.a')],
    [closed({ properties: { a: { items: { type: 'object' } } } }), at('.properties.a.items')],
    [closed({ properties: { a: { not: { type: 'object' } } } }), at('.properties.a.not')],
    [closed({ properties: { a: { anyOf: [{}, { type: 'object' }] } } }), at('.properties.a.anyOf.1')],
    [closed({ properties: { a: { allOf: [{ type: 'object' }] } } }), at('.properties.a.allOf.0')],
    [closed({ $defs: { a: { type: 'object' } } }), at('.$defs.a')],
    [closed({ definitions: { a: { type: 'object' } } }), at('.definitions.a')],
    [{ additionalProperties: { type: 'object' } }, at('.additionalProperties')],
  ])('%j has the findings %j', (schema, expected) => {
    expect(of(schema)).toEqual(expected);
  });

  test('in its former place, too', () => {
    expect(found({ output_format: { type: 'json_schema', schema: { type: 'object' } } })).toEqual([
      ['request.output_schema', 'output_format.schema', `output_format.schema: ${OPEN}`],
    ]);
  });

  test('20 tools may be strict', () => {
    const strict = (count: number): Params => ({
      tools: Array.from({ length: 30 }, (_, index) => tool(`t${index}`, { strict: index < count })),
    });
    expect(found(strict(20))).toEqual([]);
    expect(found(strict(21))).toEqual([
      [
        'request.output_schema',
        'tools',
        'Too many strict tools (21). The maximum number of strict tools supported is 20.',
      ],
    ]);
  });
});

describe('tools', () => {
  const NAMES = "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'";
  test.each<[tools: readonly unknown[], found: readonly Found[]]>([
    [[tool('a'), tool('A')], []],
    [[tool('x'.repeat(128))], []],
    [
      [tool('a'), tool('b'), tool('a')],
      [['request.tool_names', 'tools.2.name', 'tools: Tool names must be unique.']],
    ],
    [[tool('x'.repeat(129))], [['request.tool_names', 'tools.0.name', `tools.0.custom.name: ${NAMES}`]]],
    [[tool('')], [['request.tool_names', 'tools.0.name', `tools.0.custom.name: ${NAMES}`]]],
    // One of the API's has the name that the API gives it.
    [[{ type: 'tool_of_tomorrow', name: 'a.b' }], []],
  ])('named as in %j: %j', (tools, expected) => {
    expect(found({ tools })).toEqual(expected);
  });

  test('a choice needs tools, unless a server or a thread may have them', () => {
    const missing = [
      [
        'request.missing_field',
        'tools',
        'tool_choice: tool_choice may only be specified while providing tools.',
      ],
    ];
    const tool_choice = { type: 'auto' };
    expect(found({ tool_choice })).toEqual(missing);
    expect(found({ tool_choice, tools: [] })).toEqual(missing);
    expect(found({ tool_choice, tools: null })).toEqual(missing);
    expect(found({ tool_choice, tools: [tool('a')] })).toEqual([]);
    expect(found({ tool_choice: { type: 'none' } })).toEqual([]);
    expect(found({ tool_choice, mcp_servers: [] })).toEqual([]);
    expect(found({ tool_choice, thread: {} })).toEqual([]);
  });

  test('10 000 are not too many', () => {
    const many = (count: number): readonly Found[] => found({ tools: new Array(count) });
    const over = ['request.tools_limit', 'tools', 'The available tools exceed the limit.'];
    expect(many(10_000)).not.toContainEqual(over);
    expect(many(10_001)).toContainEqual(over);
    expect(checkRequest({ ...ASK, tools: new Array(10_001) })).toContainEqual(
      expect.objectContaining({ code: 'available_tools_limit_exceeded' }),
    );
  });

  test('a server is used by a toolset that names it', () => {
    const server = { type: 'url', url: 'https://mcp.example', name: 'files' };
    const request = (tools: readonly unknown[], beta: string): readonly Found[] =>
      found({ mcp_servers: [server], tools, betas: [beta] });
    const toolset = { type: 'mcp_toolset', mcp_server_name: 'files' };
    expect(request([toolset], 'mcp-client-2025-11-20')).toEqual([]);
    expect(request([], 'mcp-client-2025-04-04')).toEqual([]);
    for (const beta of ['mcp-client-2025-11-20', 'mcp-client-2026-09-15'])
      expect(request([{ ...toolset, mcp_server_name: 'mail' }], beta)).toEqual([
        [
          'request.mcp_server',
          'mcp_servers.0',
          "MCP server 'files' is defined but not referenced by any `mcp_toolset` in `tools`.",
        ],
      ]);
  });
});
