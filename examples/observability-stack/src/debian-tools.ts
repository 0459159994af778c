// Finds programs that npm lacks: from a variable, from the PATH, else from Debian's packages.
import { type ExecFileOptions, execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Consent, consentOfVariable, INSTALL_VARIABLE } from './consent.ts';

const run = promisify(execFile);

/** A tool: its variable, its Debian package, and its name in the package's `/usr/bin`. */
interface Source {
  readonly variable: string;
  readonly from: string;
  readonly there: string;
  /** Set if it reads files of its package by fixed paths, so that it does not run from an unpacked folder. */
  readonly installed?: true;
  /** Flags for running from an unpacked folder, with the package's files in `folder`. */
  readonly unpacked?: (folder: string) => readonly string[];
}

const ALERTMANAGER = 'prometheus-alertmanager';
export type Tool = 'prometheus' | 'promtool' | 'alertmanager' | 'amtool' | 'jsonnet';
const TOOLS: Readonly<Record<Tool, Source>> = {
  prometheus: {
    variable: 'PROMETHEUS_BIN',
    from: 'prometheus',
    there: 'prometheus',
    unpacked: (folder) => [`--web.local-assets=${join(folder, 'usr', 'share', 'prometheus', 'web')}/`],
  },
  promtool: { variable: 'PROMTOOL_BIN', from: 'prometheus', there: 'promtool' },
  // At the start it opens /usr/share/prometheus/alertmanager/default.tmpl, whatever its flags.
  alertmanager: { variable: 'ALERTMANAGER_BIN', from: ALERTMANAGER, there: ALERTMANAGER, installed: true },
  amtool: { variable: 'AMTOOL_BIN', from: ALERTMANAGER, there: 'amtool' },
  jsonnet: { variable: 'JSONNET_BIN', from: 'jsonnet', there: 'jsonnet' },
};

/** The time limit of a download. */
const TIMEOUT_MS = 300_000;
/** The number of attempts, and the wait between them, while apt-get is locked. */
const MOST_TRIES = 20;
const LOCKED_MS = 2_000;
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sevenstep', 'debian');

/** A tool that can run. */
export interface Found {
  readonly command: string;
  /** Arguments that come before all others. */
  readonly args: readonly string[];
}

/**
 * Finds a tool. A missing tool is downloaded with `apt-get` into the user's cache and unpacked there, without installing
 * it or starting a service. A tool that only runs when installed is installed with consent, by root.
 *
 * @param consent - Called before an installation. Default: the variable decides.
 * @throws Error that says what to do if the tool is not available.
 */
export async function debianTool(name: Tool, consent: Consent = consentOfVariable): Promise<Found> {
  const { variable, from, there, installed, unpacked } = TOOLS[name];
  const given = process.env[variable];
  if (given) {
    if (await isExecutable(given)) return { command: given, args: [] };
    throw new Error(`${variable} is ${given}, which is not an executable file`);
  }
  for (const command of new Set([name, there])) if (await isOnPath(command)) return { command, args: [] };
  const advice = `There is no ${name}: set ${variable}, or install ${from}`;
  const advised = (cause: unknown) => {
    throw new Error(advice, { cause });
  };
  if (installed) {
    if (process.getuid?.() !== 0) throw new Error(advice);
    if (!(await consent(from))) {
      throw new Error(`${advice}. Nothing is installed without consent: ${INSTALL_VARIABLE}=yes gives it`);
    }
    await install(from).catch(advised);
    return { command: there, args: [] };
  }
  const folder = join(CACHE, from);
  const tool = join(folder, 'usr', 'bin', there);
  if (!(await isExecutable(tool))) await unpack(from, folder).catch(advised);
  return { command: tool, args: unpacked?.(folder) ?? [] };
}

/** @throws Error with the tool's output if it failed. */
export async function runTool(name: Tool, args: readonly string[], cwd?: string): Promise<string> {
  const tool = await debianTool(name);
  try {
    return (await run(tool.command, [...tool.args, ...args], { cwd, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${name} ${args.join(' ')}\n${stdout}${stderr}`);
  }
}

async function unpack(debianPackage: string, folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const workspace = await mkdtemp(join(CACHE, 'unpack-'));
  const options = { cwd: workspace, timeout: TIMEOUT_MS };
  try {
    await aptGet(['download', debianPackage], options);
    const [archive = ''] = await readdir(workspace);
    await run('dpkg-deb', ['-x', archive, 'content'], options);
    // Renamed when it is complete. Another process may have been faster, with the same content.
    await rename(join(workspace, 'content'), folder).catch(async (problem: unknown) => {
      if (!(await isExecutable(join(folder, 'usr', 'bin')))) throw problem;
    });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function install(debianPackage: string): Promise<void> {
  const options = {
    timeout: TIMEOUT_MS,
    // At run level 1, packages do not start their services.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  };
  await aptGet(['install', '--yes', '--no-install-recommends', debianPackage], options);
}

/** Runs apt-get. A machine may lack package lists, and apt-get is locked while another process fetches them. */
async function aptGet(args: readonly string[], options: ExecFileOptions): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await run('apt-get', args, options);
      return;
    } catch (problem) {
      if (tries === MOST_TRIES) throw problem;
      await run('apt-get', ['update'], options).catch(() => wait(LOCKED_MS));
    }
  }
}

export const isOnPath = (command: string): Promise<boolean> =>
  run(command, ['--version']).then(
    () => true,
    () => false,
  );

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
