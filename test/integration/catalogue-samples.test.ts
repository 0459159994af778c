// Every sample on a page compiles with the SDK, with the strict settings of this repository.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { SAMPLES } from '../../packages/checklist/src/texts/samples/index.ts';

const PREAMBLE = `import Anthropic from '@anthropic-ai/sdk';
export {};
declare const params: Anthropic.MessageCreateParamsNonStreaming;
declare const questions: readonly string[];
`;
const CLIENT = 'declare const client: Anthropic;\n';

/** Samples that import packages that are not installed here. */
const NEEDS_MORE: Readonly<Record<string, string>> = { cloud: '@anthropic-ai/bedrock-sdk' };

test('all samples compile', async () => {
  // Below `test/`, so that the compiler finds the SDK.
  const cache = new URL('../node_modules/.cache/', import.meta.url);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(fileURLToPath(new URL('samples-', cache)));
  try {
    const names = Object.entries(SAMPLES).flatMap(([name, { code, language }]) => {
      if (name in NEEDS_MORE || language !== undefined) return [];
      const imports = /^import .*$/gm;
      const own = (code.match(imports) ?? []).join('\n');
      const client = /const client = /.test(code) ? '' : CLIENT;
      writeFileSync(`${folder}/${name}.ts`, `${PREAMBLE}${client}${own}\n${code.replace(imports, '')}\n`);
      return [`${folder}/${name}.ts`];
    });
    const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));
    const flags = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2024',
      '--module',
      'nodenext',
      '--types',
      'node',
    ];
    const said = await promisify(execFile)(tsc, [...flags, ...names], { cwd: folder }).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(said.replaceAll(folder, '')).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
