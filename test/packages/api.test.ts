// The public API of every package is what its report says: a change of it is a change of a file that is reviewed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { describe, expect, test } from 'vitest';
import { PACKAGE_NAMES, packageFolder, readManifest } from '../support/packages.ts';

/** Each entry point that has exports, as the report's name and the types that were built. */
function entryPoints(name: string): [report: string, types: string][] {
  const { exports } = readManifest(name) as { exports: Record<string, unknown> };
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => (path === '.' ? 'index' : path.slice(2)))
    .map((entry) => [entry, join(packageFolder(name), 'dist', `${entry}.d.cts`)])
    .map(([entry, types]) => [
      `${entry}.api.md`,
      existsSync(types as string) ? types : (types as string).replace(/cts$/, 'mts'),
    ]) as [string, string][];
}

/** Works on the built types with its own TypeScript, so that it does not matter which one compiled them. */
function writeReport(name: string, report: string, types: string, folder: string): string {
  const root = packageFolder(name);
  const none = { logLevel: ExtractorLogLevel.None };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: types,
      compiler: { overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files: [types] } },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: folder,
        reportTempFolder: join(folder, 'temp'),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: { default: none },
        tsdocMessageReporting: { default: none },
      },
    },
  });
  const problems: string[] = [];
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text);
      message.handled = true;
    },
  });
  expect(problems).toEqual([]);
  expect(succeeded).toBe(true);
  return readFileSync(join(folder, report), 'utf8');
}

const COMPILER_OPTIONS = {
  target: 'es2023',
  lib: ['es2024', 'esnext.disposable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  strict: true,
  skipLibCheck: true,
};

describe.each(PACKAGE_NAMES)('%s', (name) => {
  test.each(entryPoints(name))('%s', async (report, types) => {
    const folder = mkdtempSync(join(tmpdir(), 'sevenstep-api-'));
    try {
      const text = writeReport(name, report, types, folder);
      await expect(text).toMatchFileSnapshot(join(packageFolder(name), 'api', report));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
