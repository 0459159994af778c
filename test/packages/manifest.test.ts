// The metadata of every package, and the size of its tarball.
import { readFileSync, statSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { PACKAGE_NAMES, PNPM, readManifest } from '../support/packages.ts';

/** The most a tarball may be, in kB (1000 bytes): what it is and some room. */
const BUDGET_KB: Readonly<Record<string, number>> = {
  // Its registry is in it.
  'semantic-conventions': 40,
  // The reader of requests and the decoders of disguised text are in it, as ES module and CommonJS.
  wire: 103,
  // Both sets of names of the GenAI conventions are in it.
  'instrumentation-anthropic': 74,
  // Its pages are in it, and the dialects of other instrumentations.
  checklist: 420,
  'diagnosis-span-processor': 22,
  register: 19,
  'anthropic-simulator': 66,
  // Rules for Prometheus, the operator, jsonnet, Helm, Grafana and Datadog are in it.
  alerts: 164,
  doctor: 103,
};

test.each(PACKAGE_NAMES)('%s says what it is', (name) => {
  expect(readManifest(name)).toMatchObject({
    name: `@sevenstep/${name}`,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    description: expect.stringMatching(/.{20}/),
    keywords: expect.arrayContaining(['anthropic', 'claude']),
    license: 'Apache-2.0',
    repository: { directory: `packages/${name}` },
    sideEffects: expect.any(Boolean),
    engines: { node: expect.stringMatching(/^>=20\./) },
    publishConfig: { access: 'public', provenance: true },
    files: expect.arrayContaining(['dist']),
  });
});

test.each(PACKAGE_NAMES)('the tarball of %s keeps its budget', (name) => {
  const { size } = statSync(inject('tarballs')[name] ?? '');
  expect(size / 1000).toBeLessThanOrEqual(BUDGET_KB[name] ?? 0);
});

test.each(['package.json', 'README.md'])('every pnpm of %s is the pinned one', (file) => {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const named = text.match(/\bpnpm@[\w.]+/g);
  expect(new Set(named)).toEqual(new Set([PNPM]));
});
