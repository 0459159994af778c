// Runs `check` as a separate process, and reads its output for programs.
import { expect } from 'vitest';
import { runDoctor } from '../../../../test/support/doctor.ts';

const KEY = 'sk-ant-simulator-canary-7351';

interface Checked {
  readonly code: number | null;
  readonly status: string;
  readonly step?: number;
  readonly id?: string;
  readonly stillWorks: string;
  readonly checks: readonly {
    readonly id: string;
    readonly status: string;
    readonly says: string;
    readonly blockedBy?: string;
    readonly findings: readonly { readonly id: string; readonly severity: string }[];
    readonly notes: readonly { readonly id: string; readonly says: string }[];
  }[];
}

/** Runs it with a key that the simulator accepts and no output may show. */
export async function check(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<Checked> {
  const { code, stdout, stderr } = await runDoctor(['check', '--json', '--yes', '--retries', '0', ...args], {
    env: { ANTHROPIC_API_KEY: KEY, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  expect(stderr).not.toContain('defect');
  expect(stdout).not.toContain('canary');
  return { code, ...JSON.parse(stdout) };
}

/** One check of it. */
export const part = ({ checks }: Checked, id: string): Checked['checks'][number] => {
  const found = checks.find((one) => one.id === id);
  if (!found) throw new Error(`no check ${id}`);
  return found;
};
