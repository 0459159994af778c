// `npm run sbom`: a valid CycloneDX document for each package, with all that the lock file has for it.
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PACKAGE_NAMES, readManifest } from '../support/packages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Dependencies {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface LockFile {
  readonly importers: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, { version: string }>>>>>
  >;
  readonly packages: Readonly<Record<string, { resolution: { integrity: string } }>>;
  readonly snapshots: Readonly<Record<string, Dependencies>>;
}
interface Component {
  readonly purl: string;
  readonly 'bom-ref': string;
  readonly licenses?: readonly unknown[];
  readonly externalReferences?: readonly {
    type: string;
    hashes?: readonly { alg: string; content: string }[];
  }[];
}
interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { ref: string; dependsOn?: readonly string[] }[];
}

const lock = parse(readFileSync(`${ROOT}pnpm-lock.yaml`, 'utf8')) as LockFile;
const purl = (name: string, version: string) => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

/** All that a package brings along, by purl, with the integrity that the lock file has for it. */
function closure(name: string): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  const visitSnapshot = (dependency: string, resolved: string): void => {
    const version = resolved.replace(/\(.*$/s, '');
    const key = purl(dependency, version);
    if (found.has(key)) return;
    found.set(key, lock.packages[`${dependency}@${version}`]?.resolution.integrity);
    const { dependencies, optionalDependencies } = lock.snapshots[`${dependency}@${resolved}`] ?? {};
    for (const [inner, its] of Object.entries({ ...dependencies, ...optionalDependencies }))
      visitSnapshot(inner, its);
  };
  const visitPackage = (folder: string): void => {
    const { dependencies, optionalDependencies } = lock.importers[`packages/${folder}`] ?? {};
    for (const [dependency, { version }] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      const ours = /^link:\.\.\/(.+)$/.exec(version)?.[1];
      if (ours === undefined) visitSnapshot(dependency, version);
      else {
        found.set(purl(dependency, String(readManifest(ours).version)), undefined);
        visitPackage(ours);
      }
    }
  };
  visitPackage(name);
  return found;
}

const readBom = (name: string): string =>
  readFileSync(`${ROOT}dist/sbom/sevenstep-${name}-${readManifest(name).version}.cdx.json`, 'utf8');

beforeAll(async () => {
  rmSync(`${ROOT}dist/sbom`, { recursive: true, force: true });
  await promisify(execFile)('npm', ['run', '-s', 'in:sbom'], { cwd: ROOT });
});

describe.each(PACKAGE_NAMES)('%s', (name) => {
  test('is valid', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot7);
    expect(await validator.validate(readBom(name))).toBe(null);
    // The validator sees what is wrong.
    expect(await validator.validate(readBom(name).replace('"bomFormat"', '"format"'))).not.toBe(null);
  });

  test('has every dependency of the lock file, with its hash and its licence', () => {
    const bom = JSON.parse(readBom(name)) as Bom;
    expect(bom.metadata.component.purl).toBe(purl(`@sevenstep/${name}`, String(readManifest(name).version)));
    const expected = closure(name);
    expect(bom.components.map((component) => component.purl).sort()).toEqual([...expected.keys()].sort());
    for (const { purl, licenses, externalReferences = [] } of bom.components) {
      const hashes = externalReferences.find(({ type }) => type === 'distribution')?.hashes ?? [];
      const integrity = hashes.map(
        ({ content }) => `sha512-${Buffer.from(content, 'hex').toString('base64')}`,
      );
      expect(integrity, purl).toEqual([expected.get(purl)].filter((hash) => hash !== undefined));
      expect(licenses ?? [], purl).not.toEqual([]);
    }
  });

  test('says what depends on what, and nothing stands alone', () => {
    const { metadata, components, dependencies } = JSON.parse(readBom(name)) as Bom;
    const edges = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
    const reached = new Set<string>();
    const visit = (ref: string): void => {
      if (reached.has(ref)) return;
      reached.add(ref);
      for (const next of edges.get(ref) ?? []) visit(next);
    };
    visit(metadata.component['bom-ref']);
    const all = [metadata.component, ...components].map((component) => component['bom-ref']);
    expect([...reached].sort()).toEqual(all.sort());
  });
});

test('the workspace has dependencies to list', () => {
  expect(closure('register').size).toBeGreaterThan(10);
});
