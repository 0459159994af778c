// The rules for a workflow of GitHub Actions beyond its syntax, which actionlint checks: its permissions, and whose code it runs.
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Permissions;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

/** Each scope with `read`, `write` or `none`; a single word for all scopes. */
type Permissions = string | Readonly<Record<string, string>>;

interface Workflow {
  readonly on: string | readonly string[] | Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** These events run code from outside with the rights of the repository. */
const REFUSED_EVENTS = new Set(['pull_request_target', 'workflow_run']);

/** The scopes that jobs may write, by `file job`. */
const WRITES: ReadonlyMap<string, readonly string[]> = new Map([
  ['release.yml version', ['contents', 'pull-requests']],
  ['release.yml publish', ['contents', 'id-token']],
]);

const USES = /^\s*(?:- )?uses:\s*(\S+)(?:\s+#\s*(\S+))?\s*$/;
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const VERSION = /^v\d+\.\d+\.\d+$/;

/** One sentence for each rule that a workflow breaks. @param file its name, such as `release.yml`. */
export function brokenRules(file: string, text: string): string[] {
  const workflow = parse(text) as Workflow;
  const { on, permissions, jobs } = workflow;
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(on);
  return [
    ...unpinned(text),
    ...events.filter((event) => REFUSED_EVENTS.has(event)).map((event) => `it runs on ${event}`),
    ...(permissions === undefined ? ['it does not say its permissions'] : []),
    ...writesIn(permissions).map((scope) => `all its jobs may write ${scope}`),
    ...Object.entries(jobs).flatMap(([name, job]) =>
      jobRules(name, job, WRITES.get(`${file} ${name}`) ?? []),
    ),
  ];
}

/** Actions without a pinned commit, whose code can change. */
const unpinned = (text: string): string[] =>
  text.split('\n').flatMap((line, index) => {
    const [, action, version] = USES.exec(line) ?? [];
    if (action === undefined || action.startsWith('./')) return [];
    if (!PINNED.test(action)) return [`line ${index + 1}: ${action} is not pinned by a commit`];
    return VERSION.test(version ?? '')
      ? []
      : [`line ${index + 1}: ${action} has no comment with its version`];
  });

function jobRules(name: string, job: Job, allowed: readonly string[]): string[] {
  const { permissions, steps = [] } = job;
  const keeps = steps.filter(
    (step) => step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false,
  );
  return [
    ...writesIn(permissions)
      .filter((scope) => !allowed.includes(scope))
      .map((scope) => `${name} may write ${scope}`),
    ...(job['timeout-minutes'] === undefined ? [`${name} has no timeout`] : []),
    ...keeps.map(() => `${name} keeps the credentials of its checkout`),
  ];
}

function writesIn(permissions: Permissions = {}): string[] {
  if (typeof permissions === 'string') return permissions === 'write-all' ? ['everything'] : [];
  return Object.entries(permissions).flatMap(([scope, access]) => (access === 'write' ? [scope] : []));
}

/** The actions of a workflow with their commits and versions. */
export const actionsIn = (text: string): { action: string; commit: string; version: string }[] =>
  text.split('\n').flatMap((line) => {
    const [, action = '', version = ''] = USES.exec(line) ?? [];
    const [name = '', commit = ''] = action.split('@');
    return name === '' ? [] : [{ action: name.split('/', 2).join('/'), commit, version }];
  });

/** The commands of its steps. */
export const commandsIn = (text: string): string[] => {
  const { jobs } = parse(text) as {
    jobs: Record<string, { steps?: { run?: string; with?: { script?: string } }[] }>;
  };
  return Object.values(jobs).flatMap(({ steps = [] }) =>
    steps.flatMap((step) => step.run ?? step.with?.script ?? []),
  );
};
