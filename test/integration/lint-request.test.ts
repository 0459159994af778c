// A broken request has its rule's finding, in words that the checklist recognises. An accepted one has no finding.
import { diagnose, rules } from '@sevenstep/checklist';
import { drills, healthy, ordinaryLoad } from '@sevenstep/checklist/drills';
import { lintRequest, type RequestContext } from '@sevenstep/checklist/request';
import { checkRequest, MODELS, MODELS_READ, REQUEST, REQUEST_CHECKS } from '@sevenstep/wire/request';
import { describe, expect, it } from 'vitest';
import snapshot from '../drift/snapshot.json' with { type: 'json' };
import { ACCEPTED } from '../requests/accepted.ts';
import { BREAKS } from '../requests/breaks.ts';
import { ASK, type Params } from '../requests/forms.ts';
import { expectGeneratedSection } from '../support/generated.ts';

const README = new URL('../requests/README.md', import.meta.url);
const idsOf = (params: unknown, context?: RequestContext) => lintRequest(params, context).map(({ id }) => id);

describe.each(BREAKS)('$id: $title', ({ id, path, change, near, base = ASK, context = {} }) => {
  it('is found, at its place', () => {
    const found = lintRequest(change(base), context);
    expect(found.map((finding) => [finding.id, finding.path])).toContainEqual([id, path]);
    expect(lintRequest(base)).toEqual([]);
  });

  it('is what the checklist reads in the answer', () => {
    const problem = checkRequest(change(base), context).find((one) => one.id === id);
    const { status, type, message, code } = problem ?? {};
    const diagnosis = diagnose({
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.operation.name': 'chat',
      'http.response.status_code': status,
      'error.type': type,
      'anthropic.error.message': message,
      'anthropic.error.code': code,
      // `fetch`'s error does not name the header. The key is valid.
      'anthropic.auth.key_shape': status === undefined ? 'ok' : undefined,
    });
    expect(diagnosis?.id).toBe(id);
  });

  it('is not found beside it', () => {
    // If only a header is wrong, the fixed request has no headers.
    expect(lintRequest(near(base), near === change ? {} : context)).toEqual([]);
  });
});

describe('what the API takes', () => {
  it.each(ACCEPTED)('$title', ({ params, context }) => {
    expect(lintRequest(params, context)).toEqual([]);
  });
});

/** Drills of step 4 with a faulty request. In the others only the answer shows the fault. */
const AT_FAULT = [
  'request.empty_content',
  'request.header_characters',
  'request.invalid_value',
  'request.messages_empty',
  'request.missing_field',
  'request.model_not_found',
  'request.sampling',
  'request.streaming_required',
  'request.thinking',
  'request.unknown_field',
];

/** The parameters that the simulator's `makeCall` adds to a drill's. */
const OF_DRILLS = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Hello' }],
};

describe('the drills', () => {
  it.each(Object.keys(drills))('%s', (id) => {
    const { call = {} } = drills[id] ?? {};
    const calls = Array.isArray(call) ? call : [call];
    const [first] = calls as { params?: Params; headers?: Record<string, string> }[];
    // A missing field is an undefined one, as in JSON.
    const [found] = idsOf({ ...OF_DRILLS, ...first?.params }, { headers: first?.headers ?? {} });
    expect(found).toBe(AT_FAULT.includes(id) ? id : undefined);
  });

  it('the healthy ones have no finding', () => {
    const params = [...Object.values(healthy), ordinaryLoad].flatMap(({ call = {} }) =>
      [call].flat().map((one) => (one as { params?: Params }).params),
    );
    expect(params.length).toBeGreaterThan(0);
    for (const own of params) expect(idsOf({ ...OF_DRILLS, ...own })).toEqual([]);
  });
});

const SDK = snapshot['@anthropic-ai/sdk'];

describe('the tables', () => {
  const rows = Object.keys(SDK['request parameters']);
  const fields = new Set(rows.flatMap((row) => /MessageCreateParamsBase\.(\w+)$/.exec(row)?.[1] ?? []));
  const blocks = new Set(
    Object.keys(SDK['content blocks']).flatMap((row) => /BlockParam (\w+)$/.exec(row)?.[1] ?? []),
  );
  const toolTypes = new Set(rows.flatMap((row) => /\.tools\[\]\.type = (\w+)$/.exec(row)?.[1] ?? []));
  const sent = JSON.stringify(ACCEPTED);

  it('every parameter of the SDK has a row', () => {
    expect(fields.size).toBeGreaterThan(25);
    expect([...fields].filter((name) => !Object.hasOwn(REQUEST.fields, name))).toEqual([]);
  });

  it('every parameter, block and tool of the SDK is in an accepted request', () => {
    const given = new Set(ACCEPTED.flatMap(({ params }) => Object.keys(params)));
    expect([...fields, ...Object.keys(REQUEST.fields)].filter((name) => !given.has(name))).toEqual([]);
    const types = [...blocks, ...toolTypes].filter((type) => !sent.includes(`"type":"${type}"`));
    expect(types).toEqual([]);
  });

  it('every model of the SDK is in an accepted request', () => {
    const models = rows.flatMap((row) => /MessageCreateParamsBase\.model = ([\w-]+)$/.exec(row)?.[1] ?? []);
    expect(models.length).toBeGreaterThan(20);
    expect(models.filter((model) => !sent.includes(`"model":"${model}"`))).toEqual([]);
  });

  it('every check has a rule of the checklist, and a way to break it', () => {
    const known = new Set(rules.map(({ id }) => id as string));
    const broken = new Set(BREAKS.map(({ id }) => id as string));
    for (const { id } of REQUEST_CHECKS)
      expect([id, known.has(id), id === 'request.context_window' || broken.has(id)]).toEqual([
        id,
        true,
        true,
      ]);
  });
});

it('tokens: an estimate is a warning, a count is an error', () => {
  const long = { ...ASK, model: 'claude-haiku-4-5', system: 'word '.repeat(240_000) };
  expect(lintRequest(long)).toMatchObject([{ id: 'request.context_window', severity: 'warning' }]);
  const counted = lintRequest(ASK, { model: 'claude-haiku-4-5', inputTokens: 200_001 });
  expect(counted).toMatchObject([{ id: 'request.context_window', severity: 'error', path: 'messages' }]);
  expect(lintRequest(ASK, { model: 'claude-haiku-4-5', inputTokens: 200_000 })).toEqual([]);
});

it('the pages are up to date', () => {
  const found = BREAKS.filter(({ id, change, base = ASK, context }) =>
    idsOf(change(base), context).includes(id),
  );
  const beside = BREAKS.filter(
    ({ near, change, base = ASK, context }) => idsOf(near(base), near === change ? {} : context).length > 0,
  );
  const refused = ACCEPTED.filter(({ params, context }) => idsOf(params, context).length > 0);
  const figures = [
    ['accepted requests', ACCEPTED.length, `with a finding: ${refused.length}`],
    ['broken requests', BREAKS.length, `found with their rule: ${found.length}`],
    ['changes beside them that break nothing', BREAKS.length, `with a finding: ${beside.length}`],
    [
      'drills of step 4 whose request is at fault',
      AT_FAULT.length,
      `found with their rule: ${AT_FAULT.length}`,
    ],
    ['other drills', Object.keys(drills).length - AT_FAULT.length, 'with a finding: 0'],
  ];
  const table = (head: readonly string[], body: readonly (readonly unknown[])[]) =>
    [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
  expectGeneratedSection(README, 'figures', table(['requests', 'how many', 'what came out'], figures));
  const waysOf = (id: string) => BREAKS.filter((one) => one.id === id).length;
  const checks = REQUEST_CHECKS.map(({ id, about, source }) => [
    `[\`${id}\`](../../packages/checklist/docs/${id}.md)`,
    about,
    waysOf(id),
    source.startsWith('http') ? `[source](${source})` : source,
  ]);
  expectGeneratedSection(
    README,
    'checks',
    table(['rule', 'what it looks at', 'ways to break the rule', 'facts'], checks),
  );
  const models = MODELS.map((facts) => [
    `[\`${facts.id}\`](${facts.source})`,
    facts.contextWindow,
    facts.maxOutput,
    facts.refusedThinking.join(', ') || '–',
    facts.sampling === 'none' ? 'none' : 'temperature or top_p',
    facts.prefill ? 'yes' : 'no',
    facts.forcedTool ? 'yes' : 'no',
  ]);
  const head = [
    'model',
    'context window',
    'output',
    'kinds of thinking refused',
    'sampling',
    'continues an answer',
    'forced tools',
  ];
  expectGeneratedSection(README, 'models', `Read on ${MODELS_READ}.\n\n${table(head, models)}`);
});
