// Unchecked SDKs, derived from the real one, are observed if all internals match. Else they are left alone, and one warning
// names the difference. Calls work in both cases.
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  NEWEST_CHECKED,
  SIGNATURES,
} from '../../packages/instrumentation-anthropic/src/sdk/checked-versions.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { exported } from '../support/exported.ts';

const run = promisify(execFile);
const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const SDK = realpathSync(join(MODULES, '@anthropic-ai/sdk'));
const APP = fileURLToPath(new URL('./fixtures/newer-sdk/app.mjs', import.meta.url));
const NEWER = '1.99.0';

/** The modules that the application and the copy of the SDK can import. */
const LINKS = {
  '@opentelemetry/api': MODULES,
  '@opentelemetry/instrumentation': MODULES,
  '@opentelemetry/sdk-trace-base': MODULES,
  '@sevenstep/instrumentation-anthropic': MODULES,
  '@sevenstep/register': MODULES,
  standardwebhooks: dirname(dirname(SDK)),
  'json-schema-to-ts': dirname(dirname(SDK)),
};

/** A text of the SDK and its replacement, in all files, or in those with that path and either extension. */
interface Change {
  readonly from: RegExp;
  readonly to: string;
  readonly file?: string;
}

interface Ran {
  readonly got: { readonly esm: readonly unknown[]; readonly cjs: readonly unknown[] };
  readonly recorded: readonly string[];
  readonly info: readonly string[];
  readonly warnings: readonly string[];
}

let unchanged: Ran;
beforeAll(async () => {
  unchanged = await runApp(made(NEWEST_CHECKED, []), []);
});

/** The folder of an application with the real SDK, except for `changes`. */
function made(version: string, changes: readonly Change[], moved?: readonly [string, string]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-newer-'));
  const modules = join(folder, 'node_modules');
  for (const [name, place] of Object.entries(LINKS)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(realpathSync(join(place, name)), join(modules, name), 'junction');
  }
  const sdk = join(modules, '@anthropic-ai/sdk');
  const isCode = (path: string) => /\.m?js$|package\.json$/.test(path) || statSync(path).isDirectory();
  cpSync(SDK, sdk, { recursive: true, filter: isCode });
  const manifest = readFileSync(join(sdk, 'package.json'), 'utf8');
  writeFileSync(
    join(sdk, 'package.json'),
    manifest.replace(`"version": "${NEWEST_CHECKED}"`, `"version": "${version}"`),
  );
  for (const change of changes) apply(sdk, change);
  for (const extension of moved ? ['js', 'mjs'] : [])
    renameSync(join(sdk, `${moved?.[0]}.${extension}`), join(sdk, `${moved?.[1]}.${extension}`));
  cpSync(APP, join(folder, 'app.mjs'));
  return folder;
}

/** @throws Error if the SDK no longer has the text, so that the change would have no effect. */
function apply(sdk: string, { from, to, file }: Change): void {
  const names = file
    ? [`${file}.js`, `${file}.mjs`]
    : readdirSync(sdk, { recursive: true, encoding: 'utf8' }).filter((name) => /\.m?js$/.test(name));
  const formats = new Set<string>();
  for (const name of names) {
    const text = readFileSync(join(sdk, name), 'utf8');
    const changed = text.replaceAll(from, to);
    if (changed === text) continue;
    formats.add(name.split('.').at(-1) ?? '');
    writeFileSync(join(sdk, name), changed);
  }
  if (formats.size !== 2) throw new Error(`${from} is not in both module formats of the SDK`);
}

async function runApp(folder: string, flags = ['--observed'], args: readonly string[] = []): Promise<Ran> {
  const simulator = await startSimulator('#2,8: 429 retry-after=0.01; #4,10: 401');
  try {
    const { stdout } = await run(process.execPath, [...args, 'app.mjs', ...flags], {
      cwd: folder,
      env: {
        ...bareEnvironment(),
        ANTHROPIC_BASE_URL: simulator.url,
        ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
      },
    });
    exported(stdout, 'output');
    return JSON.parse(stdout) as Ran;
  } finally {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const EVERY_CALL = [
  'messages.create,,',
  'messages.create,,',
  'messages.create,authentication_error,',
  'messages.create,,',
  'models.list,,',
].map((call) => expect.stringMatching(new RegExp(`^${call}\\d*$`)));

const everywhere = (from: RegExp, to: string): Change => ({ from, to });
const inClient = (from: RegExp, to: string): Change => ({ from, to, file: 'client' });
const inPromise = (from: RegExp, to: string): Change => ({ from, to, file: 'core/api-promise' });
const inMessages = (from: RegExp, to: string): Change[] =>
  ['resources/messages/messages', 'resources/beta/messages/messages'].map((file) => ({ from, to, file }));

test('the calls of the unchanged SDK, which all others are compared with', () => {
  expect(unchanged.recorded).toEqual([]);
  expect(unchanged.got.cjs).toEqual(unchanged.got.esm);
  expect(unchanged.got.esm).toEqual(
    expect.arrayContaining([401, expect.stringMatching(/^message_start,.*message_stop$/)]),
  );
});

describe.concurrent('a newer SDK whose internals match is observed', () => {
  test.for<[string, readonly Change[]]>([
    ['nothing differs', []],
    ['its base class has another name', [everywhere(/\bBaseAnthropic\b/g, 'BaseClient')]],
    [
      'streams keep the maker of their iterator elsewhere',
      [{ file: 'core/streaming', from: /\bthis\.iterator\b/g, to: 'this.makeIterator' }],
    ],
  ])('%s', async ([, changes], { expect }) => {
    const { got, recorded, info, warnings } = await runApp(made(NEWER, changes));
    expect(got).toEqual(unchanged.got);
    expect(recorded).toEqual([...EVERY_CALL, ...EVERY_CALL]);
    expect(warnings).toEqual([]);
    expect(info).toEqual([
      expect.stringContaining(
        `@anthropic-ai/sdk ${NEWER} is newer than ${NEWEST_CHECKED}, the newest that was checked`,
      ),
    ]);
  });
});

test("a newer SDK that OpenTelemetry's hook reports, too, is compared once", async () => {
  const loader = ['--no-warnings', '--experimental-loader=@opentelemetry/instrumentation/hook.mjs'];
  const { got, recorded, info, warnings } = await runApp(made(NEWER, []), ['--observed'], loader);
  expect(got).toEqual(unchanged.got);
  expect(recorded).toEqual([...EVERY_CALL, ...EVERY_CALL]);
  expect([info.length, warnings]).toEqual([1, []]);
});

test('a newer SDK is observed by two instrumentations as by one, and the second takes the first for no difference', async () => {
  const { got, recorded, warnings } = await runApp(made(NEWER, []), ['--observed', '--twice']);
  expect(got).toEqual(unchanged.got);
  expect(recorded).toEqual([...EVERY_CALL, ...EVERY_CALL]);
  expect(warnings).toEqual([]);
});

test('nothing is said of the newest SDK that was checked', async () => {
  const { got, recorded, info, warnings } = await runApp(made(NEWEST_CHECKED, []));
  expect(got).toEqual(unchanged.got);
  expect(recorded).toEqual([...EVERY_CALL, ...EVERY_CALL]);
  expect([info, warnings]).toEqual([[], []]);
});

/** A consistent change of the SDK by Anthropic, and the expected warning. */
interface Differing {
  readonly what: string;
  readonly changes: readonly Change[];
  readonly moved?: readonly [string, string];
  readonly why: RegExp;
  /** Set if only the first call shows it, and that call may be partly observed. */
  readonly seenByCall?: true;
}

/** Each patched method under another name, where the SDK declares and calls it. */
const RENAMED: Readonly<Record<string, readonly Change[]>> = {
  request: [inClient(/\brequest\((?=options, remainingRetries)|(?<=this\.)request\(/g, 'send(')],
  requestAPIList: [everywhere(/\brequestAPIList\b/g, 'requestPage')],
  makeRequest: [everywhere(/\bmakeRequest\b/g, 'performRequest')],
  buildRequest: [everywhere(/\bbuildRequest\b/g, 'makeInit')],
  fetchWithTimeout: [everywhere(/\bfetchWithTimeout\b/g, 'fetchAttempt')],
  parse: [inPromise(/(?<=this\.|^\s+)parse\(\)/gm, 'parseBody()')],
  _thenUnwrap: [everywhere(/\b_thenUnwrap\b/g, '_thenMap')],
  asResponse: [everywhere(/\basResponse\b/g, 'toResponse')],
  stream: inMessages(/^(\s+)stream\(body, options\)/gm, '$1streamed(body, options)'),
  toolRunner: [everywhere(/\btoolRunner\b/g, 'runTools')],
};

const DIFFERING: readonly Differing[] = [
  ...Object.entries(RENAMED).map(([name, changes]) => ({
    what: `${name} has another name`,
    changes,
    why: new RegExp(`it lacks ${name}$`),
  })),
  {
    what: 'makeRequest has one more parameter',
    changes: [inClient(/retryOfRequestLogID, span\) \{/g, 'retryOfRequestLogID, span, parent) {')],
    why: /makeRequest has 5 parameters, and is known with 3 \(0\.50\.1 to 0\.133\.0\) and 4 \(0\.134\.0 to /,
  },
  {
    what: 'fetchWithTimeout has one parameter less',
    changes: [
      inClient(
        /controller, requestOptions, logCtx\) \{/g,
        'controller, requestOptions, { ...logCtx } = {}) {',
      ),
    ],
    why: /fetchWithTimeout takes \(url, init, ms, controller, requestOptions\), and is known with \(/,
  },
  {
    what: 'makeRequest has its parameters in another order',
    changes: [
      inClient(
        /(?<=makeRequest\()optionsInput, retriesRemaining, retryOfRequestLogID/g,
        'optionsInput, retryOfRequestLogID, retriesRemaining',
      ),
      inClient(/(?<=makeRequest\(options, )(retriesRemaining - 1|\w+), (\w+)/g, '$2, $1'),
    ],
    why: /makeRequest takes \(optionsInput, retryOfRequestLogID, retriesRemaining, span\), and is known with \(optionsInput, retriesRemaining, retryOfRequestLogID, span\)/,
  },
  {
    what: 'fetchWithTimeout has its parameters in another order',
    changes: [
      inClient(/(?<=fetchWithTimeout\()url, init, ms, /g, 'url, ms, init, '),
      inClient(/(?<=fetchWithTimeout\()url, req, timeout, /g, 'url, timeout, req, '),
    ],
    why: /fetchWithTimeout takes \(url, ms, init, controller, /,
  },
  {
    what: 'messages.stream has its parameters in another order',
    changes: inMessages(/^(\s+)stream\(body, options\)/gm, '$1stream(options, body)'),
    why: /stream takes \(options, body\)/,
  },
  {
    what: 'the class of promises has another name',
    changes: [everywhere(/\bAPIPromise\b/g, 'ApiPromise')],
    why: /it lacks parse$/,
  },
  {
    what: 'the class of messages has another name',
    changes: [everywhere(/\bMessages\b/g, 'MessageCalls')],
    why: /it lacks stream; it lacks toolRunner|it lacks stream$/,
  },
  {
    what: 'the class of promises is in another file',
    changes: [everywhere(/\bapi-promise\b/g, 'response-promise')],
    moved: ['core/api-promise', 'core/response-promise'],
    why: /it does not load core\/api-promise$/,
  },
  {
    what: 'promises keep the response by another name',
    changes: [everywhere(/\bresponsePromise\b/g, 'propsPromise')],
    why: /its promises have other fields$/,
    seenByCall: true,
  },
  {
    what: 'makeRequest resolves to other fields',
    changes: [
      inClient(
        /return \{ response, options, controller,/g,
        'return { response, options, aborter: controller,',
      ),
      everywhere(/\bprops\.controller\b/g, 'props.aborter'),
    ],
    why: /makeRequest resolves to something else$/,
    seenByCall: true,
  },
  {
    what: 'the options of a call have its path by another name',
    changes: [
      inClient(/\{ method, path, \.\.\.opts \}/g, '{ method, route: path, ...opts }'),
      inClient(/\{ method: 'get', path, \.\.\.opts \}/g, "{ method: 'get', route: path, ...opts }"),
      inClient(/const \{ method, path, query,/g, 'const { method, route: path, query,'),
    ],
    why: /the options of a call have no path$/,
    seenByCall: true,
  },
  {
    what: 'the client class is frozen',
    changes: [
      inClient(/return BaseAnthropic;/g, 'return Object.freeze(BaseAnthropic.prototype) && BaseAnthropic;'),
    ],
    why: /is frozen/,
  },
];

describe.concurrent('a newer SDK whose internals differ is left alone, with one warning', () => {
  test('each kind of internals that is patched is in the table', ({ expect }) => {
    expect(Object.keys(RENAMED)).toEqual([...new Set(SIGNATURES.map(({ method }) => method))]);
  });

  test.for(DIFFERING)('$what', async ({ changes, moved, why, seenByCall }, { expect }) => {
    const { got, recorded, info, warnings } = await runApp(made(NEWER, changes, moved));
    expect(got).toEqual(unchanged.got);
    expect(warnings).toEqual([expect.stringMatching(why)]);
    expect(warnings[0]).toContain(
      `@anthropic-ai/sdk ${NEWER}, newer than ${NEWEST_CHECKED}, the newest checked version, is not observed: `,
    );
    expect(info).toHaveLength(seenByCall ? 1 : 0);
    // One call per module format.
    expect(recorded.length).toBeLessThanOrEqual(seenByCall ? 2 : 0);
  });
});
