// `npm run audit`: whether the registry still says of pnpm and of our dependencies what we pinned, and knows of no fault in them.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs, promisify } from 'node:util';
import { PNPM } from '../support/packages.ts';
import { advisoriesVerdict, pinVerdict, signaturesVerdict, type Verdict } from './verdicts.ts';

const run = promisify(execFile);
const { values } = parseArgs({ options: { strict: { type: 'boolean', default: false } } });

/** The output of a command, whether it failed or not. */
async function said(command: string, ...args: string[]): Promise<{ text: string; failed: boolean }> {
  try {
    const { stdout, stderr } = await run(command, args, { maxBuffer: 2 ** 26 });
    return { text: `${stdout}${stderr}`, failed: false };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    return { text: `${stdout}${stderr}` || message, failed: true };
  }
}

const { packageManager } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as {
  packageManager: string;
};
const pnpm = (...args: string[]) => said('npx', '-y', PNPM, ...args);

const verdicts: Verdict[] = [
  pinVerdict(packageManager, await said('npm', 'view', PNPM, 'dist.integrity', '--json')),
  signaturesVerdict(await pnpm('audit', 'signatures')),
  advisoriesVerdict(await pnpm('audit', '--prod', '--audit-level', 'moderate')),
];
for (const { result, what } of verdicts) console.log(`${result.padEnd(8)} ${what}`);

const isBad = ({ result }: Verdict) => result === 'failed' || (values.strict && result === 'unknown');
process.exitCode = verdicts.some(isBad) ? 1 : 0;
