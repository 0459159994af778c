// The fields of a request: names, types, bounds, and what is sent as headers.
import { describe, expect, test, vi } from 'vitest';
import { checkRequest } from '../src/request.ts';
import {
  ASK,
  assistant,
  type Found,
  found,
  idsOf,
  type Params,
  result,
  tool,
  use,
  user,
} from './requests.ts';

describe('fields', () => {
  test.each<[more: Params, found: readonly Found[]]>([
    // The API reads a text as the number or the flag that it says.
    [{ max_tokens: '512' }, []],
    [{ max_tokens: ' +512.0 ' }, []],
    [{ max_tokens: true }, []],
    [{ temperature: '1e0' }, []],
    [{ temperature: false }, []],
    [{ stream: 'yes' }, []],
    [{ stream: 1 }, []],
    [{ stream: 0 }, []],
    [
      { max_tokens: 'many' },
      [['request.invalid_value', 'max_tokens', 'max_tokens: Input should be a valid integer']],
    ],
    [
      { max_tokens: 1.5 },
      [['request.invalid_value', 'max_tokens', 'max_tokens: Input should be a valid integer']],
    ],
    [
      { max_tokens: null },
      [['request.invalid_value', 'max_tokens', 'max_tokens: Input should be a valid integer']],
    ],
    [{ top_p: ' ' }, [['request.invalid_value', 'top_p', 'top_p: Input should be a valid number']]],
    [{ top_p: 'high' }, [['request.invalid_value', 'top_p', 'top_p: Input should be a valid number']]],
    [{ stream: 2 }, [['request.invalid_value', 'stream', 'stream: Input should be a valid boolean']]],
    [
      { inference_geo: 7 },
      [['request.invalid_value', 'inference_geo', 'inference_geo: Input should be a valid string']],
    ],
    [
      { stop_sequences: {} },
      [['request.invalid_value', 'stop_sequences', 'stop_sequences: Input should be a valid list']],
    ],
    [
      { metadata: [] },
      [
        [
          'request.invalid_value',
          'metadata',
          'metadata: Input should be a valid dictionary or object to extract fields from',
        ],
      ],
    ],
    // A field may be null, an item may not.
    [{ metadata: null, stop_sequences: null }, []],
    [
      { stop_sequences: [null] },
      [['request.invalid_value', 'stop_sequences.0', 'stop_sequences.0: Input should be a valid string']],
    ],
    // Bounds.
    [{ max_tokens: 0 }, []],
    [
      { max_tokens: -1 },
      [['request.invalid_value', 'max_tokens', 'max_tokens: Input should be greater than or equal to 0']],
    ],
    [
      { model: 'claude-opus-4-6', temperature: 1.01 },
      [['request.invalid_value', 'temperature', 'temperature: range: 0..1']],
    ],
    [
      { model: 'claude-opus-4-6', temperature: -0.01 },
      [['request.invalid_value', 'temperature', 'temperature: range: 0..1']],
    ],
    [{ model: 'claude-opus-4-6', temperature: 0 }, []],
    [{ model: 'claude-opus-4-6', top_p: -1 }, []],
    [{ model: 'claude-opus-4-6', top_p: 1.5 }, [['request.invalid_value', 'top_p', 'top_p: range: 0..1']]],
    // Words of other APIs.
    [
      { service_tier: 'flex' },
      [['request.invalid_value', 'service_tier', "service_tier: Input should be 'auto' or 'standard_only'"]],
    ],
    [
      { output_config: { effort: 'minimal' } },
      [
        [
          'request.invalid_value',
          'output_config.effort',
          'output_config.effort: Input should be one of the values of the API',
        ],
      ],
    ],
    [{ service_tier: 'of tomorrow' }, []],
    // One of several objects.
    [
      { messages: [user([{ type: 7 }])] },
      [
        [
          'request.invalid_value',
          'messages.0.content.0.type',
          'messages.0.content.0.type: Input should be a valid string',
        ],
      ],
    ],
    [
      { messages: [user([{ type: null }])] },
      [['request.missing_field', 'messages.0.content.0.type', 'messages.0.content.0.type: Field required']],
    ],
    [
      { messages: [user([{ type: 'text' }])] },
      [
        [
          'request.missing_field',
          'messages.0.content.0.text',
          'messages.0.content.0.text.text: Field required',
        ],
      ],
    ],
    [
      { tool_choice: { type: 'force' }, tools: [tool('a')] },
      [
        [
          'request.invalid_value',
          'tool_choice',
          "tool_choice: Input tag 'force' found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', 'none'",
        ],
      ],
    ],
    [{ messages: [user([{ type: 'block_of_tomorrow' }])] }, []],
    // Names.
    [
      { max_token: 1, stopSequences: [] },
      [
        ['request.unknown_field', 'max_token', 'max_token: Extra inputs are not permitted'],
        ['request.unknown_field', 'stopSequences', 'stopSequences: Extra inputs are not permitted'],
      ],
    ],
    [{ field_of_tomorrow: 1 }, []],
    [{ top: 1 }, []],
    [{ user: 'a' }, [['request.unknown_field', 'user', 'user: Extra inputs are not permitted']]],
  ])('%j has the findings %j', (more, expected) => {
    expect(found(more)).toEqual(expected);
  });

  test('an id of a use has a pattern', () => {
    const round = (id: string): Params => ({
      messages: [user('Hello'), assistant([use(id)]), user([result(id)])],
    });
    expect(found(round('a-B_9'))).toEqual([]);
    expect(found(round('a.b'))).toEqual([
      [
        'request.invalid_value',
        'messages.1.content.0.id',
        "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
      ],
      [
        'request.invalid_value',
        'messages.2.content.0.tool_use_id',
        "messages.2.content.0.tool_result.tool_use_id: String should match pattern '^[a-zA-Z0-9_-]+$'",
      ],
    ]);
  });

  test('more messages than a request may have', () => {
    const [most] = found({ messages: new Array(100_000) });
    expect(most?.[1]).toBe('messages.0');
    expect(found({ messages: new Array(100_001) })).toEqual([
      [
        'request.invalid_value',
        'messages',
        'messages: List should have at most 100000 items after validation, not 100001',
      ],
    ]);
  });

  test('a request of hundreds of names is not one with a slip', () => {
    const names = (count: number): Params =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`name_of_mine_${index}`, 1]));
    expect(idsOf({ ...names(196), max_token: 1 })).toEqual(['request.unknown_field']);
    expect(idsOf({ ...names(197), max_token: 1 })).toEqual([]);
  });

  test('fields of a beta need it, where the headers are known', () => {
    const more = { mcp_servers: [] };
    const missing = [['request.unknown_field', 'mcp_servers', 'mcp_servers: Extra inputs are not permitted']];
    expect(found(more)).toEqual([]);
    expect(found(more, { headers: {} })).toEqual(missing);
    expect(found(more, { headers: { 'anthropic-beta': 'other-2025-01-01' } })).toEqual(missing);
    expect(found(more, { headers: { 'Anthropic-Beta': 'other-2025-01-01, mcp-client-2025-11-20' } })).toEqual(
      [],
    );
    expect(found({ ...more, betas: ['mcp-client-2027-01-01'] })).toEqual([]);
    expect(found({ ...more, betas: [] })).toEqual(missing);
    expect(found({ mcp_servers: null }, { headers: {} })).toEqual([]);
    // A beta that is no text is another mistake.
    expect(found({ ...more, betas: [7, 'mcp-client-2027-01-01'] })).toEqual([
      ['request.invalid_value', 'betas.0', 'betas.0: Input should be a valid string'],
    ]);
  });

  test('tokens are counted without `max_tokens`, and clouds have the model in the path', () => {
    const { max_tokens: _, ...uncapped } = ASK;
    const { model: __, ...unnamed } = ASK;
    expect(checkRequest(uncapped, { endpoint: 'count_tokens' })).toEqual([]);
    expect(checkRequest(uncapped)).toMatchObject([{ path: 'max_tokens' }]);
    expect(checkRequest(unnamed)).toMatchObject([{ path: 'model' }]);
    expect(checkRequest({ ...unnamed, anthropic_version: 'bedrock-2023-05-31' })).toEqual([]);
  });

  test('one rule has at most a hundred findings', () => {
    const content = Array.from({ length: 150 }, () => ({ type: 'text' }));
    expect(idsOf({ messages: [user(content)] })).toHaveLength(100);
  });
});

describe('headers', () => {
  const ID = 'request.header_characters';
  const beyond = (index: number, code: number): string =>
    `Cannot convert argument to a ByteString because the character at index ${index} has a value of ${code} which is greater than 255.`;
  const [NO_NAME, NO_VALUE] = ['name', 'value'].map(
    (what) => `Headers.append: "*" is an invalid header ${what}.`,
  ) as [string, string];

  test.each<[header: string, value: string, message: string | undefined]>([
    ['x-team', 'café', undefined],
    ['x-team', '\u00ff', undefined],
    ['x-team', 'ab\u0100', beyond(2, 256)],
    ['x-team', '–', beyond(0, 8211)],
    ['x team', 'a', NO_NAME],
    ['', 'a', NO_NAME],
    ['x-team', 'a\nb', NO_VALUE],
    ['x-team', 'a\0', NO_VALUE],
    ['x-team', '\r\n\t a \t\r\n', undefined],
    // Step 3 is about keys.
    ['x-api-key', 'a\nb', undefined],
    ['Authorization', '–', undefined],
    ['Proxy-Authorization', '–', undefined],
  ])('%j: %j is sent, or fails with %s', (header, value, message) => {
    expect(found({}, { headers: { [header]: value } })).toEqual(
      message === undefined ? [] : [[ID, `headers.${header}`, message]],
    );
  });

  test('no request is sent: there is no status', () => {
    expect(checkRequest(ASK, { headers: { 'x-team': 'a\nb' } })).toMatchObject([
      { status: undefined, type: 'client_error' },
    ]);
  });

  test('a value that is no text is not looked at', () => {
    expect(found({}, { headers: { 'x-team': ['–'] as unknown as string } })).toEqual([]);
  });

  test('parameters that the SDK sends as headers', () => {
    expect(found({ user_profile_id: 'a–' })).toEqual([[ID, 'user_profile_id', beyond(1, 8211)]]);
    expect(found({ workspace_id: '–' })).toEqual([[ID, 'workspace_id', beyond(0, 8211)]]);
    expect(found({ betas: ['one', 'tw–'] })).toEqual([[ID, 'betas', beyond(6, 8211)]]);
    // In a body they are fields that the API does not have there.
    expect(found({ user_profile_id: '–', betas: [] }, { client: 'http' })).toEqual([
      ['request.unknown_field', 'user_profile_id', 'user_profile_id: Extra inputs are not permitted'],
      ['request.unknown_field', 'betas', 'betas: Extra inputs are not permitted'],
    ]);
  });

  test.each<[version: string | undefined, message: string | undefined]>([
    ['2023-06-01', undefined],
    ['2023-01-01', undefined],
    // One that is newer than the table.
    ['2027-02-03', undefined],
    ['2022-12-31', 'anthropic-version: "2022-12-31" is not a valid version'],
    ['v1', 'anthropic-version: "v1" is not a valid version'],
    ['latest', 'anthropic-version: "*" is not a valid version'],
  ])('the version %s', (version, message) => {
    const given = version === undefined ? {} : { 'Anthropic-Version': version };
    expect(found({}, { headers: given })).toEqual(
      message === undefined ? [] : [['request.beta_or_version', 'headers.anthropic-version', message]],
    );
  });

  test('a plain client has to name its version, and the SDK does by itself', () => {
    const missing = [['request.beta_or_version', 'headers', 'anthropic-version: header is required']];
    expect(found({}, { headers: {}, client: 'http' })).toEqual(missing);
    expect(found({}, { headers: { 'anthropic-version': '' }, client: 'http' })).toEqual(missing);
    expect(found({}, { headers: {}, client: 'sdk' })).toEqual([]);
    expect(found({}, { client: 'http' })).toEqual([]);
  });
});

describe('how it is sent', () => {
  test('a system message within the conversation ends no turn', () => {
    const round = [user('Hello'), assistant([use('t1')]), { role: 'system', content: 'Be brief.' }];
    expect(found({ messages: [...round, user([result('t1')])] })).toEqual([]);
    expect(idsOf({ messages: [...round, user([result('t2')])] })).toEqual([
      'request.tool_use_mismatch',
      'request.tool_use_mismatch',
    ]);
  });

  test('the model of the context is that of the request', () => {
    expect(idsOf({ temperature: 0.5 }, { model: 'claude-opus-4-6' })).toEqual([]);
    expect(idsOf({ temperature: 0.5 })).toEqual(['request.sampling']);
  });
});

describe('a value that JSON carries otherwise', () => {
  class Day {
    toJSON(): string {
      return '2026-01-01';
    }
  }
  const circle: Record<string, unknown> = {};
  circle.user_id = circle;
  const ran: string[] = [];
  const getter = Object.defineProperty({}, 'user_id', { enumerable: true, get: () => ran.push('user_id') });

  test.each<[what: string, metadata: unknown]>([
    ['a toJSON of its own', { user_id: 7, toJSON: () => ({}) }],
    ['a class with a toJSON', Object.assign(new Day(), { user_id: 7 })],
    ['a bigint', 7n],
    ['a circle', circle],
    ['a getter', getter],
  ])('%s has no finding', (_, metadata) => {
    expect(found({ metadata })).toEqual([]);
    expect(ran).toEqual([]);
    // Elsewhere it is one of the wrong kind.
    expect(found({ metadata: { user_id: 7 } })).toHaveLength(1);
  });

  test('bytes are opaque, and their properties are not listed', () => {
    const listed = vi.spyOn(Object, 'keys');
    const bytes = new Uint8Array(3);
    expect(found({ metadata: { user_id: bytes }, system: bytes })).toEqual([]);
    expect(checkRequest(bytes)).toEqual([]);
    const count = listed.mock.calls.filter(([value]) => ArrayBuffer.isView(value)).length;
    listed.mockRestore();
    expect(count).toBe(0);
  });

  test('numbers that are none, functions and holes', () => {
    expect(found({ temperature: Number.NaN, top_k: Number.POSITIVE_INFINITY })).toEqual([]);
    expect(found({ stop_sequences: () => 1, service_tier: undefined })).toEqual([]);
    // biome-ignore lint/suspicious/noSparseArray: the hole is the point
    expect(found({ stop_sequences: [, 'a'] })).toEqual([
      ['request.invalid_value', 'stop_sequences.0', 'stop_sequences.0: Input should be a valid string'],
    ]);
  });

  test('what is no object has no problem', () => {
    for (const given of [undefined, null, 7, 'text', [ASK], () => ASK])
      expect(checkRequest(given)).toEqual([]);
  });

  test('without a prototype, too', () => {
    expect(found(Object.assign(Object.create(null), { max_tokens: -1 }))).toHaveLength(1);
  });
});
