// The scripts that run when our packages are installed: the tarballs in an empty project, and every install script that npm would start.
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { npmInstall, readCatalog } from '../support/packages.ts';

const SECURITY = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8');

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-scripts-'));
  const ours = Object.entries(inject('tarballs')).map(([name, file]) => [
    `@sevenstep/${name}`,
    `file:${file}`,
  ]);
  const catalog = readCatalog();
  const others = ['@anthropic-ai/sdk', '@opentelemetry/api', '@opentelemetry/sdk-node'].map((name) => [
    name,
    catalog[name],
  ]);
  const dependencies = Object.fromEntries([...ours, ...others]);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npmInstall(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('no package but those of SECURITY.md has an install script', () => {
  const manifests = globSync('node_modules/**/package.json', { cwd: folder }).map((file) => {
    const path = join(folder, file);
    return { path, manifest: JSON.parse(readFileSync(path, 'utf8')) as Manifest };
  });
  const installed = manifests.filter(({ manifest }) => manifest.name && manifest.version);
  expect(installed.length).toBeGreaterThan(60);
  expect(installed.filter(({ manifest }) => manifest.name?.startsWith('@sevenstep/')).length).toBe(
    Object.keys(inject('tarballs')).length,
  );
  const run = installed.filter(
    ({ path, manifest: { scripts = {} } }) =>
      ['preinstall', 'install', 'postinstall'].some((name) => Object.hasOwn(scripts, name)) ||
      // npm builds what has this file, without a script.
      existsSync(join(dirname(path), 'binding.gyp')),
  );
  const section = /## What runs at install\n([\s\S]*?)\n## /.exec(SECURITY)?.[1] ?? '';
  const promised = [...section.matchAll(/^- `([^`]+)`/gm)].map(([, name]) => name);
  expect([...new Set(run.map(({ manifest }) => manifest.name))].sort()).toEqual(promised.sort());
});
