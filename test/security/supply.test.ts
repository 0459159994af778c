// The pinned versions, the dependencies of our packages, and the results of the audit.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { advisoriesVerdict, pinVerdict, signaturesVerdict } from '../supply/verdicts.ts';
import { readManifest } from '../support/packages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(ROOT + file, 'utf8');

describe('what is pinned', () => {
  test('pnpm, by version and hash', () => {
    const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string };
    expect(packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+\+sha512\.[0-9a-f]{128}$/);
  });

  test('every dependency from a registry, by hash', () => {
    const { packages } = parse(read('pnpm-lock.yaml')) as {
      packages: Record<string, { resolution: { integrity?: string } }>;
    };
    const entries = Object.entries(packages);
    expect(entries.length).toBeGreaterThan(100);
    for (const [name, { resolution }] of entries) expect(resolution.integrity, name).toMatch(/^sha512-/);
  });

  test('every image, by its exact version', () => {
    const { services } = parse(read('examples/observability-stack/docker-compose.yml'), { merge: true }) as {
      services: Record<string, { image: string }>;
    };
    expect(Object.keys(services).length).toBeGreaterThan(3);
    for (const { image } of Object.values(services)) {
      expect(image).toMatch(/^[\w/.-]+:v?\d+\.\d+\.\d+(?:-[a-z]+)?(?:@sha256:[0-9a-f]{64})?$/);
    }
  });
});

test.each([
  'instrumentation-anthropic',
  'checklist',
  'diagnosis-span-processor',
  'semantic-conventions',
  'wire',
])('%s depends at runtime on OpenTelemetry and on us only', (name) => {
  const { dependencies = {} } = readManifest(name) as { dependencies?: Record<string, string> };
  for (const dependency of Object.keys(dependencies)) {
    expect(dependency).toMatch(/^@(?:opentelemetry|sevenstep)\//);
  }
});

describe('the audit', () => {
  const hex = 'ab'.repeat(64);
  const base64 = Buffer.from(hex, 'hex').toString('base64');
  const manager = `pnpm@12.21.0+sha512.${hex}`;
  const fine = (text: string) => ({ text, failed: false });
  const failed = (text: string) => ({ text, failed: true });

  test.each([
    ['ok', pinVerdict(manager, fine(`"sha512-${base64}"`))],
    ['failed', pinVerdict(manager, fine(`"sha512-${Buffer.alloc(64).toString('base64')}"`))],
    ['failed', pinVerdict('pnpm@12', fine(`"sha512-${base64}"`))],
    ['failed', pinVerdict('pnpm@12.21.0', fine(`"sha512-${base64}"`))],
    ['failed', pinVerdict(`pnpm@^12.21.0+sha512.${hex}`, fine(`"sha512-${base64}"`))],
    ['unknown', pinVerdict(manager, failed('npm error code ENOTFOUND'))],
    ['unknown', pinVerdict(manager, fine('"sha1-AAAA"'))],
    ['ok', signaturesVerdict(fine('audited 412 packages\n\n412 packages have verified registry signatures'))],
    [
      'failed',
      signaturesVerdict(failed('audited 412 packages\n\n1 package has an invalid registry signature')),
    ],
    [
      'unknown',
      signaturesVerdict(fine('audited 0 packages\n\nNo dependencies were installed from a registry')),
    ],
    ['unknown', signaturesVerdict(failed('fetch failed: ECONNREFUSED'))],
    ['ok', advisoriesVerdict(fine('No known vulnerabilities found'))],
    ['failed', advisoriesVerdict(failed('1 vulnerabilities found\nSeverity: 1 high'))],
    ['unknown', advisoriesVerdict(failed('ERR_PNPM_AUDIT_BAD_RESPONSE\n responded with 405'))],
  ])('%s: $what', (result, verdict) => {
    expect(verdict.result).toBe(result);
  });
});
