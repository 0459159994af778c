// The migration pages: what the others really emit, what becomes of it, and that ours runs beside them.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bareEnvironment } from '../support/bare-environment.ts';
import { expectGeneratedSection } from '../support/generated.ts';
import { npmInstall, withDependencies } from '../support/packages.ts';
import { generalized, SOURCES, type Source } from './migration/mapping.ts';

const run = promisify(execFile);
const OURS = '@sevenstep/instrumentation-anthropic';

interface Span {
  readonly name: string;
  readonly scope: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe.each(Object.entries(SOURCES))('%s', (_, source) => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sevenstep-migration-'));
    const ours = withDependencies(['instrumentation-anthropic']).map((name) => [
      `@sevenstep/${name}`,
      `file:${inject('tarballs')[name]}`,
    ]);
    const dependencies = { ...source.packages, ...Object.fromEntries(ours) };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
    copyFileSync(fileURLToPath(new URL('./migration/app.cjs', import.meta.url)), join(folder, 'app.cjs'));
    await npmInstall(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const spansOf = async (packages: readonly string[], sdkSpans: boolean): Promise<Span[]> => {
    simulator.load({
      faults: [
        {
          when: { request: 3 },
          answer: {
            toolUse: { name: 'get_weather', input: {} },
            usage: { cache_read_input_tokens: 10 },
          },
        },
        { when: { request: 4 }, response: { error: { type: 'rate_limit_error', message: 'Too many' } } },
      ],
    });
    const { stdout } = await run(process.execPath, ['app.cjs', ...packages], {
      cwd: folder,
      env: {
        ...bareEnvironment(),
        ANTHROPIC_BASE_URL: simulator.url,
        ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
        ...(!sdkSpans && { ANTHROPIC_OPEN_TELEMETRY: 'false' }),
      },
    });
    // Some print a greeting.
    return JSON.parse(stdout.split('\n').find((line) => line.startsWith('[{')) ?? '[]');
  };
  const theirs = source.packageName ? [source.packageName] : [];

  test('its attributes are those of the table', async () => {
    const spans = await spansOf(theirs, theirs.length === 0);
    expect(spans).toHaveLength(4);
    const names = spans.flatMap(({ attributes }) => Object.keys(attributes).map(generalized));
    expect([...new Set(names)].toSorted()).toEqual(Object.keys(source.attributes).toSorted());
    const page = new URL(`../../packages/instrumentation-anthropic/docs/${source.page}.md`, import.meta.url);
    expectGeneratedSection(page, 'attributes', `${tableOf(source)}\n\n${ranWith(source)}`);
  });

  test('beside it, ours has one span per call, with what the table says it becomes', async () => {
    const spans = await spansOf([...theirs, OURS], true);
    const ours = spans.filter(({ attributes }) => 'anthropic.sdk.method' in attributes);
    expect(ours).toHaveLength(4);
    const others = spans.filter(({ scope }) => scope === source.packageName);
    expect(others).toHaveLength(theirs.length === 0 ? 0 : 4);
    const carried = new Set(ours.flatMap(({ attributes }) => Object.keys(attributes)));
    const becomes = Object.values(source.attributes)
      .filter(([, note]) => !note?.includes('captureMessageContent'))
      .flatMap(([names]) => names ?? []);
    expect(becomes.filter((name) => !carried.has(name))).toEqual([]);
  });
});

/** The packages with which the table was made. */
function ranWith({ packageName, packages }: Source): string {
  const sdk = `SDK ${packages['@anthropic-ai/sdk']}`;
  const what = packageName ? `\`${packageName}\` ${packages[packageName]} with ${sdk}` : sdk;
  return `The table has the attributes of ${what}, as emitted in four calls: an answer, a stream, a tool and an error.`;
}

function tableOf({ attributes }: Source): string {
  const rows = Object.entries(attributes).map(([theirs, [ours, note = '']]) => {
    const names = [ours ?? []].flat().map((name) => `\`${name}\``);
    return `| \`${theirs}\` | ${names.join(', ') || '–'} | ${note} |`;
  });
  return ['| its attribute | becomes | |', '| --- | --- | --- |', ...rows].join('\n');
}
