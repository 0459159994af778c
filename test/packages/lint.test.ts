// publint and "are the types wrong" find nothing in the tarballs.
import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, inject, test } from 'vitest';
import { PACKAGE_NAMES, readManifest } from '../support/packages.ts';

/** These are ES modules only: that `require` does not get them is meant. */
const ESM_ONLY: ReadonlySet<string> = new Set(
  PACKAGE_NAMES.filter((name) => readManifest(name).main === undefined),
);

describe.each(PACKAGE_NAMES)('%s', (name) => {
  const tarball = () => readFileSync(inject('tarballs')[name] ?? '');

  test('publint', async () => {
    const data = tarball();
    const { messages, pkg } = await publint({
      pack: { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test('types resolve as the code does', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(tarball()));
    if (!analysis.types) throw new Error('it has no types');
    const wrong = analysis.problems.filter(
      (problem) =>
        // TypeScript's resolution of Node.js 10 knows no `exports`.
        !('resolutionKind' in problem && problem.resolutionKind === 'node10') &&
        !(problem.kind === 'CJSResolvesToESM' && ESM_ONLY.has(name)),
    );
    expect(wrong).toEqual([]);
  });
});
