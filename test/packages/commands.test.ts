// Every command in our pages is typed somewhere: here in an empty project, or by `.ci/run` on a clean checkout.
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { drills } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { EXAMPLES } from '../../examples/start/src/examples.ts';
import { SAMPLES } from '../../packages/checklist/src/texts/samples/index.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.ts';
import { readCatalog } from '../support/packages.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Commands that this test does not run, with the reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm run drift':
    'what is newest differs from day to day: `test/integration/drift.test.ts` compares made-up versions',
  'npm run fuzz -- --minutes 10': 'it is long: `test/security/fuzz.test.ts` runs the same, shorter',
  'npm run pasted':
    'it installs clients of six languages: `test/integration/pasted.test.ts` reads what they printed',
  'npm run pasted -- --only fetch --update':
    'it installs clients of six languages: `test/integration/pasted.test.ts` reads what they printed',
  'npm run pasted -- --only fetch --drill limits.quota --print':
    'it installs clients of six languages: `test/integration/pasted.test.ts` reads what they printed',
  'npm run dialects':
    'it installs software in two languages: `test/integration/dialects.test.ts` reads what it exported',
  'npm run dialects -- --only openinference-js --update':
    'it installs software in two languages: `test/integration/dialects.test.ts` reads what it exported',
  'npm run dialects -- --only openinference-js --drill limits.quota --print':
    'it installs software in two languages: `test/integration/dialects.test.ts` reads what it exported',
  'OTEL_TRACES_EXPORTER=console node --import @sevenstep/register app.mjs':
    'spans of the typed commands go to a receiver: `test/integration/run-app.ts` starts applications like this',
  'npm run test:all': 'it is three commands that are typed one by one',
  'npm run test:mutation -- --sample 300':
    'it takes hours, and is for the night: `test/integration/mutants.test.ts` holds its table',
  'npm run jaeger': 'it stays up: `test/e2e` starts the same',
  'npm run collector': 'it takes minutes to build, and stays up: `test/e2e` starts the same',
  'npm run build && node packages/doctor/dist/bin.mjs watch':
    'it stays up: `packages/doctor/test/watch-command.test.ts` starts the same',
  'npm run stack': 'it stays up: `test/e2e` starts the same',
  'cd examples/observability-stack && docker compose up': 'Docker is not everywhere',
  'npx @sevenstep/anthropic-simulator --script "1: 529 retry-after=1; 2: error after 3 deltas; 3: ok"':
    'it stays up on a port of its own: `packages/anthropic-simulator/test/bin.test.ts` starts it on another',
};

/** No package registry has weaver. `npm run conformance` runs it on the same files if it is installed. */
const WEAVER =
  /^(weaver registry (check|live-check|generate) |(WEAVER|WEAVER_DEPENDENCIES)=\S+ npm run conformance$)/;

/** The drill of a page. `test/integration/drills.test.ts` rehearses each, and `packages/doctor/test/drill.test.ts` the command. */
const DRILL = /^npx @sevenstep\/doctor drill (\S+) -- node app\.mjs$/;

/** Commands of fixes: `test/fixes` takes them from the pages of findings, and types them. */
const FIXES: ReadonlySet<string> = new Set(
  Object.values(SAMPLES).flatMap(({ language, code }) => (language === 'sh' ? code.split('\n') : [])),
);

interface Block {
  readonly page: string;
  readonly isTyped: boolean;
  readonly text: string;
}

const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
const blocks: Block[] = pages.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const found = text.matchAll(/(<!-- typed: in an empty project -->\n)?```sh\n([\s\S]*?)```/g);
  return [...found].map(([, mark, commands = '']) => ({ page, isTyped: mark !== undefined, text: commands }));
});

/** Files that pages tell to write: `<!-- file: NAME -->`, then the code. */
const files = pages.flatMap((page) => [
  ...readFileSync(join(ROOT, page), 'utf8').matchAll(/<!-- file: (\S+) -->\n```\w+\n([\s\S]*?)```/g),
]);

const typed = blocks.filter(({ isTyped }) => isTyped);
const commands = blocks
  .filter(({ isTyped }) => !isTyped)
  .flatMap(({ page, text }) =>
    text
      .trim()
      .split('\n')
      .map((line) => [page, withoutComment(line)] as const),
  );

function withoutComment(line: string): string {
  return line.replace(/\s+# .*$/, '').trim();
}

test.each(commands)('%s: %s', (_, command) => {
  const steps = readFileSync(join(ROOT, '.ci', 'run'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('step '))
    .map((line) => line.slice('step '.length));
  const example = /^npm run example (\S+)$/.exec(command)?.[1];
  const drill = DRILL.exec(command)?.[1];
  const isKnown =
    steps.includes(command) ||
    Object.hasOwn(ELSEWHERE, command) ||
    WEAVER.test(command) ||
    FIXES.has(command) ||
    (drill !== undefined && Object.hasOwn(drills, drill)) ||
    (example !== undefined && Object.hasOwn(EXAMPLES, example));
  expect(isKnown, `nothing types ${command}`).toBe(true);
});

describe('in a project with nothing but the SDK', () => {
  let simulator: Simulator;
  let receiver: OtlpReceiver;
  let folder: string;
  beforeAll(async () => {
    simulator = await startSimulator();
    receiver = await startOtlpReceiver();
    folder = mkdtempSync(join(tmpdir(), 'sevenstep-typed-'));
    const sdk = { '@anthropic-ai/sdk': readCatalog()['@anthropic-ai/sdk'] };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: sdk }));
    copyFileSync(join(ROOT, 'examples/zero-code/app.mjs'), join(folder, 'app.mjs'));
    for (const [, name = '', code = ''] of files) writeFileSync(join(folder, name), code);
  });
  afterAll(async () => {
    await simulator.close();
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(typed)('$page: $text', async ({ text }) => {
    const before = receiver.lines().length;
    const command = fromTarballs(text).replaceAll('http://localhost:4318', receiver.url);
    await run('bash', ['-e', '-u', '-c', command], {
      cwd: folder,
      env: {
        // npm needs the settings for proxies and certificates.
        ...process.env,
        NODE_OPTIONS: '',
        ANTHROPIC_BASE_URL: simulator.url,
        ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        npm_config_audit: 'false',
        npm_config_fund: 'false',
        npm_config_prefer_offline: 'true',
      },
    });
    const spans = receiver.lines().slice(before);
    if (/^.*\bnode .*app\.mjs$/m.test(text)) expect(spans).toContain('"chat claude-sonnet-5"');
  });
});

/** No registry has the packages. Where a page installs one, all our packages come from their tarballs. */
function fromTarballs(text: string): string {
  const files = Object.entries(inject('tarballs')).map(([name, file]) => `@sevenstep/${name}@file:${file}`);
  return text.replace(/^npm install .*@sevenstep\/.*$/gm, (line) => {
    const others = line.split(' ').filter((word) => !word.startsWith('@sevenstep/'));
    return [...others, ...files].join(' ');
  });
}
