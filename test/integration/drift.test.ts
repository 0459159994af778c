// `npm run drift` finds every kind of difference, in made-up versions of the SDK and other packages with one change each.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { changelogBetween } from '../drift/changelog.ts';
import { withNewestChecked } from '../drift/checked-version.ts';
import { citations } from '../drift/citations.ts';
import { driftOf, hasDrifted, pageOf, withFiles } from '../drift/drift.ts';
import { compare, type Facts } from '../drift/facts.ts';
import { uncovered } from '../drift/internals.ts';
import { lineDiff } from '../drift/line-diff.ts';
import { packageFacts } from '../drift/package-facts.ts';
import { filesOf, type PackageFiles } from '../drift/package-files.ts';
import { isThere, placeOf } from '../drift/places.ts';
import { CITED, sdkFacts } from '../drift/sdk-facts.ts';
import { fromText, readSnapshot, toText } from '../drift/snapshot.ts';
import { compareVersions } from '../drift/versions.ts';
import { watchedPackages } from '../drift/watched.ts';
import { readCatalog } from '../support/packages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const installed = (name: string): PackageFiles =>
  filesOf(realpathSync(join(ROOT, 'test/node_modules', name)));

const SDK = installed('@anthropic-ai/sdk');
const FACTS = sdkFacts(SDK);

/** A replacement in a file; `null` removes the file. */
type Change = Readonly<Record<string, readonly [from: string | RegExp, to: string] | null>>;

/** A copy of a package with a change. */
function changed(files: PackageFiles, change: Change): PackageFiles {
  const texts = new Map(
    Object.entries(change).map(([path, replaced]) => {
      const text = files.read(path);
      if (text === undefined) throw new Error(`${files.name} has no ${path}`);
      if (replaced === null) return [path, undefined] as const;
      const made = text.replace(...replaced);
      if (made === text) throw new Error(`${path} has nothing like ${replaced[0]}`);
      return [path, made] as const;
    }),
  );
  return {
    ...files,
    paths: files.paths.filter((path) => !(texts.has(path) && texts.get(path) === undefined)),
    read: (path) => (texts.has(path) ? texts.get(path) : files.read(path)),
  };
}

const MESSAGES = 'resources/messages/messages.d.ts';
const BETA = 'resources/beta/messages/messages.d.ts';
const SHARED = 'resources/shared.d.ts';
/** Replaces in both module formats. */
const inClient = (from: string | RegExp, to: string): Change => ({
  'client.js': [from, to],
  'client.mjs': [from, to],
});

const CASES: ReadonlyArray<readonly [title: string, change: Change, rows: readonly string[]]> = [
  [
    'a parameter more',
    inClient('fetchWithTimeout(url, init,', 'fetchWithTimeout(url, init, more,'),
    ['~ internals: client BaseAnthropic.fetchWithTimeout'],
  ],
  [
    'parameters in another order',
    inClient('fetchWithTimeout(url, init,', 'fetchWithTimeout(init, url,'),
    ['~ internals: client BaseAnthropic.fetchWithTimeout'],
  ],
  [
    'a renamed method',
    inClient(/async makeRequest\(/, 'async sendRequest('),
    ['~ internals: client BaseAnthropic.makeRequest'],
  ],
  [
    'another body, in one of the module formats',
    { 'core/api-promise.mjs': [/ parse\(\) \{/, ' parse() { globalThis.counted = 1;'] },
    ['~ internals: core/api-promise APIPromise.parse'],
  ],
  [
    'another body of a function that a comment cites',
    inClient(/(shouldRetry\(response[^)]*\) \{)/, '$1\n        if (response.status === 418) return true;'),
    ['~ internals: client shouldRetry'],
  ],
  [
    'a file that is gone',
    { 'resources/beta/messages/messages.mjs': null },
    [
      '~ internals: file resources/beta/messages/messages.mjs',
      '~ internals: resources/beta/messages/messages Messages.stream',
      '~ internals: resources/beta/messages/messages Messages.toolRunner',
    ],
  ],
  [
    'a property of a client that has another name',
    { 'client.d.ts': ['private fetch;', 'private fetchFunction;'] },
    ['~ internals: client BaseAnthropic.fetch'],
  ],
  [
    'an internal property that only the sources declare',
    { 'src/internal/request-options.ts': ['__span?:', '__callSpan?:'] },
    ['~ internals: internal/request-options RequestOptions.__span'],
  ],
  [
    'an error code with a class',
    {
      [SHARED]: [
        /$/,
        "\nexport declare class NewLimitError extends ErrorsRateLimitError { readonly errorCode: 'new_limit'; }",
      ],
    },
    ['+ error codes: 429 new_limit'],
  ],
  [
    'an error code without a class',
    { [SHARED]: ['export type ErrorDetails =', "export type ErrorDetails = { error_code: 'new_code' } |"] },
    ['+ error codes: new_code'],
  ],
  [
    'an error code of another status',
    {
      [SHARED]: [
        'class RampLimitExceededError extends ErrorsRateLimitError',
        'class RampLimitExceededError extends ServiceUnavailableError',
      ],
    },
    ['- error codes: 429 ramp_limit_exceeded', '+ error codes: 503 ramp_limit_exceeded'],
  ],
  [
    'an error type',
    { [SHARED]: ['export type ErrorType =', "export type ErrorType = 'new_error' |"] },
    ['+ error types: ErrorType new_error'],
  ],
  [
    'an error class',
    { 'core/error.d.ts': [/$/, '\nexport declare class TeapotError extends APIError<418, Headers> {}'] },
    ['+ error classes: TeapotError'],
  ],
  [
    'an error class that extends another one',
    {
      'core/error.d.ts': [
        'class OverloadedError extends InternalServerError',
        'class OverloadedError extends RateLimitError',
      ],
    },
    ['~ error classes: OverloadedError'],
  ],
  [
    'a stop reason',
    { [BETA]: ['export type BetaStopReason =', "export type BetaStopReason = 'new_reason' |"] },
    ['+ stop reasons: BetaStopReason new_reason'],
  ],
  [
    'a stop reason that is gone',
    { [MESSAGES]: [/(export type StopReason = .*?) \| 'refusal'/, '$1'] },
    ['- stop reasons: StopReason refusal'],
  ],
  [
    'a list of words that is declared no more',
    { [MESSAGES]: ['export type StopReason =', 'export type EndReason ='] },
    ['+ stop reasons: StopReason is not declared', '- stop reasons: StopReason end_turn'],
  ],
  [
    'a content block',
    { [MESSAGES]: ['export type ContentBlock =', "export type ContentBlock = { type: 'new_block' } |"] },
    ['+ content blocks: ContentBlock new_block'],
  ],
  [
    'a stream event',
    {
      [BETA]: [
        'export type BetaRawMessageStreamEvent =',
        "export type BetaRawMessageStreamEvent = { type: 'new_event' } |",
      ],
    },
    ['+ stream events: BetaRawMessageStreamEvent new_event'],
  ],
  [
    'a delta',
    {
      [MESSAGES]: [
        'export type RawContentBlockDelta =',
        "export type RawContentBlockDelta = { type: 'new_delta' } |",
      ],
    },
    ['+ stream events: RawContentBlockDelta new_delta'],
  ],
  [
    'a field of the usage',
    {
      [MESSAGES]: [
        'export interface CacheCreation {',
        'export interface CacheCreation {\n    ephemeral_1d_input_tokens: number;',
      ],
    },
    ['+ usage fields: Usage.cache_creation.ephemeral_1d_input_tokens'],
  ],
  [
    'a parameter of a request',
    {
      [MESSAGES]: [
        'export interface MessageCreateParamsBase {',
        'export interface MessageCreateParamsBase {\n    patience?: number;',
      ],
    },
    ['+ request parameters: MessageCreateParamsBase.patience'],
  ],
  [
    'a value of a parameter',
    { [MESSAGES]: [/service_tier\?: 'auto'/, "service_tier?: 'auto' | 'whenever'"] },
    ['+ request parameters: MessageCreateParamsBase.service_tier = whenever'],
  ],
  [
    'a span of its own tracing',
    {
      'resources/messages/messages.js': ["'anthropic.messages.count_tokens'", "'anthropic.messages.tokens'"],
    },
    ['+ own tracing: span anthropic.messages.tokens'],
  ],
  [
    'an attribute of its own tracing',
    { 'lib/internal/tracing/attributes.js': ["'gen_ai.tool.type'", "'gen_ai.tool.kind'"] },
    ['+ own tracing: name gen_ai.tool.kind', '- own tracing: name gen_ai.tool.type'],
  ],
  [
    'a value of its own tracing',
    { 'lib/internal/tracing/attributes.js': ["'invoke_agent'", "'run_agent'"] },
    ['+ own tracing: value run_agent', '- own tracing: value invoke_agent'],
  ],
  [
    'a range of a dependency',
    { 'package.json': [/"@opentelemetry\/api": "[^"]*"/, '"@opentelemetry/api": "^2.0.0"'] },
    ['~ dependencies: @opentelemetry/api'],
  ],
];

/** `+`, `-` or `~`, then kind and name, as on the page. */
const rowsBetween = (before: Facts, after: Facts): string[] =>
  compare(before, after).map(({ kind, key, before: old, after: now }) => {
    const sign = old === undefined ? '+' : now === undefined ? '-' : '~';
    return `${sign} ${kind}: ${key}`;
  });

test.each(CASES)('a made-up SDK with %s', (_, change, rows) => {
  const after = sdkFacts(changed(SDK, change));
  const found = rowsBetween(FACTS, after);
  expect(found).toEqual(expect.arrayContaining([...rows]));
  // No other changes, except that a removed list takes its words along, and types are in several lists.
  const kinds = new Set(rows.map((row) => row.split(':', 1)[0]?.slice(2)));
  expect(found.filter((row) => !kinds.has(row.split(':', 1)[0]?.slice(2)))).toEqual([]);
  const page = pageOf(
    driftOf('sdk', 'place', { version: '1', facts: FACTS }, { version: '2', facts: after }),
  );
  for (const row of rows) expect(page.join('\n')).toContain(`${row[0]} ${row.slice(row.indexOf(': ') + 2)}`);
});

test('the same SDK has no differences', () => {
  expect(rowsBetween(FACTS, sdkFacts(changed(SDK, {})))).toEqual([]);
  expect(
    pageOf(driftOf('sdk', 'place', { version: '1', facts: FACTS }, { version: '1', facts: FACTS })),
  ).toEqual([]);
});

test('every kind is filled, and its place has the file and the table that it names', () => {
  const kinds = [...FACTS.keys(), 'exports', 'overridden methods', 'requirements'];
  for (const kind of kinds) {
    const { files, what } = placeOf(kind);
    for (const file of files) expect(existsSync(join(ROOT, file)), file).toBe(true);
    for (const [table = ''] of what.matchAll(/\b[A-Z][A-Z_]+\b/g))
      expect(
        files.some((file) => readFileSync(join(ROOT, file), 'utf8').includes(table)),
        `${kind}: ${table}`,
      ).toBe(true);
  }
  expect([...FACTS].filter(([, rows]) => rows.size === 0).map(([kind]) => kind)).toEqual([]);
});

test('a word that its place has is marked', () => {
  expect(isThere('error codes', '404 file_expired')).toBe(true);
  expect(isThere('error codes', '404 of_nowhere')).toBe(false);
});

test('every method that is patched is compared, and everything that our sources cite is in the newest SDK', () => {
  expect(uncovered(CITED)).toEqual([]);
  const absent = [...(FACTS.get('internals') ?? [])]
    .filter(([, said]) => said === 'absent')
    .map(([name]) => name);
  // The plain resource has no tool runner.
  expect(absent).toEqual(['resources/messages/messages Messages.toolRunner']);
});

test('a method that no comment cites is named', () => {
  const cited = CITED.map((one) => ({
    ...one,
    members: one.members.filter((name) => name !== 'makeRequest'),
  }));
  expect(uncovered(cited)).toEqual(['makeRequest']);
});

test('citations are read from comments, with the members of what is below', () => {
  const text = `
/** A client. \`Client\`,
 * \`start\`, \`src/client.ts\` */
interface OurClient { readonly url: string; send(): void }
// The SDK's rule (\`shouldRetry\`, \`src/client.ts\`), not one of others (\`own\`, \`src/client.ts\` of their packages).
const rule = '\`no\`, \`src/comment.ts\`';
`;
  expect(citations(text, 'ours.ts')).toEqual([
    { file: 'client', name: 'Client', by: 'ours.ts', members: ['url', 'send'] },
    { file: 'client', name: 'start', by: 'ours.ts', members: ['url', 'send'] },
    { file: 'client', name: 'shouldRetry', by: 'ours.ts', members: [] },
  ]);
});

test('the page shows the lines of a body that differ, and the changelog between the versions', () => {
  const after = changed(SDK, {
    'client.js': [
      /(shouldRetry\(response[^)]*\) \{)/,
      '$1\n        if (response.status === 418) return true;',
    ],
    'CHANGELOG.md': [
      '# Changelog',
      '# Changelog\n\n## 9.9.9\n\n### Features\n\n* a [teapot](https://example.com)\n',
    ],
  });
  const drift = driftOf(
    'sdk',
    'cells.ts',
    { version: SDK.version, facts: FACTS },
    { version: '9.9.9', facts: sdkFacts(after) },
  );
  const page = pageOf(withFiles(drift, SDK, after)).join('\n');
  expect(page).toContain(`sdk ${SDK.version} -> 9.9.9 (cells.ts)`);
  expect(page).toContain('~ client shouldRetry: body (cited in packages/wire/src/attempt-failure.ts)');
  expect(page).toMatch(/\+ +if \(response\.status === 418\)\n +\+ +return true;/);
  expect(page).toContain('changelog\n    ## 9.9.9\n    ### Features\n    * a teapot\n');
  expect(page).not.toContain(`## ${SDK.version}`);
});

test('the page shows the lines of a body that differs in ES modules alone', () => {
  const after = changed(SDK, {
    'core/api-promise.mjs': [/ parse\(\) \{/, ' parse() { globalThis.counted = 1;'],
  });
  const known = { version: SDK.version, facts: FACTS };
  const drift = driftOf('sdk', '', known, { version: '9.9.9', facts: sdkFacts(after) });
  expect(pageOf(withFiles(drift, SDK, after)).join('\n')).toMatch(
    /APIPromise\.parse: body[\s\S]*\+ +globalThis\.counted = 1;/,
  );
});

test('what our sources cite or import since the snapshot is no news of a package, unlike a new version', () => {
  const facts = (kind: string, ...names: string[]): Facts =>
    new Map([[kind, new Map(names.map((name) => [name, 'declared']))]]);
  const between = (kind: string, from: string, to: string) =>
    driftOf(
      'sdk',
      '',
      { version: from, facts: facts(kind, 'a') },
      { version: to, facts: facts(kind, 'a', 'b') },
    );
  expect(hasDrifted(between('internals', '1', '1'))).toBe(false);
  expect(hasDrifted(between('exports', '1', '1'))).toBe(false);
  expect(hasDrifted(between('stop reasons', '1', '1'))).toBe(true);
  expect(hasDrifted(between('exports', '1', '2'))).toBe(true);
});

const VERTEX = installed('@anthropic-ai/vertex-sdk');
const OTEL = installed('@opentelemetry/core');

test.each([
  [
    'a client that is gone',
    VERTEX,
    ['AnthropicVertex'],
    { 'client.d.mts': ['declare class AnthropicVertex', 'declare class VertexClient'] },
    '~ exports: AnthropicVertex',
  ],
  [
    'a member of a client',
    VERTEX,
    ['AnthropicVertex'],
    { 'client.d.mts': ['    region:', '    place:'] },
    '~ exports: AnthropicVertex',
  ],
  [
    'a patched method of its own',
    VERTEX,
    ['AnthropicVertex'],
    {
      'client.js': [
        /(class AnthropicVertex [^{]*\{)/,
        '$1\n    makeRequest(options) { return super.makeRequest(options); }',
      ],
    },
    '+ overridden methods: AnthropicVertex.makeRequest',
  ],
  [
    'the range of the SDK',
    VERTEX,
    [],
    { 'package.json': [/"@anthropic-ai\/sdk": "[^"]*"/, '"@anthropic-ai/sdk": "^9"'] },
    '~ requirements: @anthropic-ai/sdk',
  ],
  [
    'the Node.js that it needs',
    OTEL,
    [],
    { 'package.json': [/"node": "[^"]*"/, '"node": ">=99"'] },
    '~ requirements: node',
  ],
] as const)('a made-up package with a difference: %s', (_, files, imports, change, row) => {
  const before = packageFacts(files, imports);
  const after = packageFacts(changed(files, change as Change), imports);
  expect(rowsBetween(before, after)).toEqual([row]);
});

test('the packages of the manifests, of the matrix and of the bench are watched', () => {
  const watched = new Map(watchedPackages().map((one) => [one.name, one]));
  expect(watched.get('@anthropic-ai/bedrock-sdk')?.imports).toContain('AnthropicBedrock');
  expect(watched.get('@opentelemetry/sdk-trace')?.imports).toContain('ReadableSpan');
  expect(watched.get('@traceloop/instrumentation-anthropic')?.imports).toEqual(['AnthropicInstrumentation']);
  expect([...readSnapshot().keys()].filter((name) => name !== '@anthropic-ai/sdk')).toEqual(
    expect.arrayContaining(['@anthropic-ai/vertex-sdk', '@opentelemetry/instrumentation', '@sentry/node']),
  );
  expect(watched.get('@anthropic-ai/sdk')).toBeUndefined();
});

test('the snapshot has the SDK that is installed: `npm run drift -- --update` writes it', () => {
  const known = readSnapshot().get('@anthropic-ai/sdk');
  expect(known?.version).toBe(readCatalog()['@anthropic-ai/sdk']);
  if (!known) throw new Error('there is one');
  const { differences } = driftOf('sdk', '', known, { version: SDK.version, facts: FACTS });
  expect(differences).toEqual([]);
});

test('the snapshot is the same in each order of rows, and is read as it was written', () => {
  const one: Facts = new Map([
    [
      'b',
      new Map([
        ['z', ''],
        ['a', 'said'],
      ]),
    ],
    ['empty', new Map()],
  ]);
  const other: Facts = new Map([
    [
      'b',
      new Map([
        ['a', 'said'],
        ['z', ''],
      ]),
    ],
  ]);
  const text = toText(new Map([['sdk', { version: '1.0.0', facts: one }]]));
  expect(text).toBe(toText(new Map([['sdk', { version: '1.0.0', facts: other }]])));
  expect(compare(other, fromText(text).get('sdk')?.facts ?? new Map())).toEqual([]);
});

test('the checked version is written where the instrumentation has it', () => {
  expect(withNewestChecked("a\nexport const NEWEST_CHECKED = '1.14.0';\nb\n", '1.15.0')).toBe(
    "a\nexport const NEWEST_CHECKED = '1.15.0';\nb\n",
  );
  expect(() => withNewestChecked('const OTHER = 1;', '1.15.0')).toThrow('NEWEST_CHECKED');
});

test('versions are compared as numbers, and a changelog is cut between two', () => {
  const sorted = ['1.10.0', '1.2.0', '1.10.0-beta.1', '0.50.1'].sort(compareVersions);
  expect(sorted).toEqual(['0.50.1', '1.2.0', '1.10.0-beta.1', '1.10.0']);
  const log = '# Changelog\n## 1.10.0\n* ten\n## [1.9.0](https://x) (2026-01-01)\n* nine\n## 1.2.0\n* two\n';
  expect(changelogBetween(log, '1.2.0', '1.9.0')).toEqual(['## 1.9.0 (2026-01-01)', '* nine']);
});

test('lines that are the same are left out of a difference', () => {
  expect(lineDiff('a\nb\nc\nd\ne\nf\ng', 'a\nb\nc\nd\nE\nf\ng')).toEqual([
    '…',
    ' c',
    ' d',
    '-e',
    '+E',
    ' f',
    ' g',
  ]);
});

/** The command, with a registry that no server answers. */
const drift = async (...args: string[]): Promise<{ code: number; stderr: string }> => {
  const cache = mkdtempSync(join(tmpdir(), 'sevenstep-drift-'));
  try {
    return await new Promise((resolve) => {
      const env = {
        ...process.env,
        XDG_CACHE_HOME: cache,
        npm_config_cache: cache,
        npm_config_registry: 'http://127.0.0.1:9/',
        npm_config_fetch_retries: '0',
      };
      execFile(
        process.execPath,
        [join(ROOT, 'test/drift/run.ts'), ...args],
        { env },
        (error, _stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stderr }),
      );
    });
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
};

test.each([
  [['--from', 'newest'], '--from: expected a version such as 1.14.0, got "newest"'],
  [['--to', '1.14'], '--to: expected a version such as 1.14.0, got "1.14"'],
  [['--update', '--from', '1.12.0'], '--update compares with the snapshot'],
  [['--fast'], '--fast'],
  [['--to', '1.14.0'], 'the package registry cannot be reached (ECONNREFUSED)'],
])('%j exits with 2, and says why', async (args, said) => {
  const { code, stderr } = await drift(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
