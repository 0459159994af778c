// Runs a fixture of this folder like a user, with spans printed to the console and no code for them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Simulator } from '@sevenstep/anthropic-simulator';
import { exported } from '../support/exported.ts';

const FIXTURES: string = fileURLToPath(new URL('./fixtures/', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const runApp = (fixture: string, env: Readonly<Record<string, string>>): Promise<Ran> =>
  runNode(['--import', '@sevenstep/register', fixture], env);

/** Runs a fixture against `simulator` with another vendor's key, which it rejects. */
export const runRejected = (
  simulator: Pick<Simulator, 'url'>,
  fixture: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> => runApp(fixture, { ...rejectedBy(simulator), ...env });

/** The environment for that. */
export const rejectedBy = ({ url }: Pick<Simulator, 'url'>): Readonly<Record<string, string>> => ({
  ANTHROPIC_BASE_URL: url,
  ANTHROPIC_API_KEY: 'sk-proj-of-another-vendor',
});

/** @param args arguments of Node.js, relative to the fixtures. */
export async function runNode(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const app = spawn(process.execPath, args, {
    cwd: FIXTURES,
    env: { ...process.env, NODE_OPTIONS: '', OTEL_TRACES_EXPORTER: 'console', ...env },
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(app.stdout),
    text(app.stderr),
    once(app, 'close'),
  ]);
  exported(stdout + stderr, 'output');
  return { code, stdout, stderr };
}
