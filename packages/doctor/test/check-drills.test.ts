// `check` finds the planted fault, and at its step: every drill of the checklist, and set-ups for what has none.
import { type Drill, type Fault, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { findRule, RETIRED, rules } from '@sevenstep/checklist';
import { drills } from '@sevenstep/checklist/drills';
import { CHECKS } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BLIND } from './check-coverage.ts';
import { type Ran, run } from './support/run.ts';

/** Set up by hand, in `check-network.test.ts`. */
export const BY_HAND = [
  'connection.dns',
  'connection.unreachable',
  'connection.tls',
  'connection.connect_timeout',
  'connection.invalid_url',
  'connection.proxy',
] as const;

vi.setConfig({ testTimeout: 60_000 });

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const KEY = 'sk-ant-simulator-0000';

/** Faults of a request or answer meet messages alone, as in life; the free call is healthy. */
const planted = (id: string, { faults = [], call }: Drill): readonly Fault[] =>
  stepOf(id) < 4 && call?.params === undefined
    ? faults
    : faults.map((fault) => ({ ...fault, when: { ...fault.when, path: '/v1/messages' } }));

const stepOf = (id: string): number => CHECKS.findIndex((check) => id.startsWith(`${check}.`)) + 1;

function checkDrill({ call = {} }: Drill): Promise<Ran> {
  const { apiKey = KEY, maxRetries = 2, timeoutMs, params, headers = {} } = call;
  const server = call.target === 'refused' ? 'http://127.0.0.1:1' : simulator.url;
  const base = call.baseURL ?? '';
  const url = base === '' || base.startsWith('/') ? server + base : base;
  return run(
    [
      'check',
      '--json',
      '--yes',
      ...['--base-url', call.target === 'tls' ? url.replace('http:', 'https:') : url],
      ...['--retries', String(maxRetries)],
      // Long enough for all else that the check does.
      ...(timeoutMs === undefined ? [] : ['--timeout', String(Math.max(2, timeoutMs / 1000))]),
      ...(typeof params?.model === 'string' ? ['--model', params.model] : []),
    ],
    // The SDK removes blanks around the key in the environment. Only a blank inside stays.
    {
      env: {
        ...(apiKey !== null && { ANTHROPIC_API_KEY: apiKey.replace(/\s+$/, ' key') }),
        ANTHROPIC_CUSTOM_HEADERS: Object.entries(headers)
          .map((header) => header.join(': '))
          .join('\n'),
      },
    },
  );
}

const live = Object.entries(drills).filter(([id]) => findRule(id) !== undefined && !(id in BLIND));

describe.each(live)('%s', (id, drill) => {
  test('is found, and at its step', async () => {
    simulator.load({ faults: planted(id, drill) });
    const { code, stdout } = await checkDrill(drill);
    const { status, step, id: diagnosis, checks } = JSON.parse(stdout);
    const findings = checks.flatMap((check: { findings: { id: string }[] }) => check.findings);
    expect(findings.map((finding: { id: string }) => finding.id)).toContain(id);
    const severity = findRule(id)?.severity;
    if (severity === 'error') {
      expect({ status, step, diagnosis, code }).toEqual({
        status: 'fail',
        step: stepOf(id),
        diagnosis: id,
        code: 3,
      });
    } else {
      expect({ status, code }).toEqual(
        severity === 'info' ? { status: 'pass', code: 0 } : { status: 'warn', code: 4 },
      );
    }
    // Checks after a failed one are skipped.
    const failed = checks.findIndex((check: { status: string }) => check.status === 'fail');
    for (const check of failed === -1 ? [] : checks.slice(failed + 1)) {
      if (check.id !== 'proxy' && check.id !== 'telemetry') expect(check.status).toBe('skip');
    }
  });
});

test('every rule is found by a check, or there is a reason why not', () => {
  const known = new Set([...live.map(([id]) => id), ...BY_HAND, ...Object.keys(BLIND)]);
  expect(rules.map(({ id }) => id).filter((id) => !known.has(id) && !(id in RETIRED))).toEqual([]);
  expect(Object.keys(BLIND).filter((id) => findRule(id) === undefined)).toEqual([]);
});
