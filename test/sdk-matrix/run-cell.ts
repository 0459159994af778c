// Runs one cell: for each kind of span a process without the instrumentation and one with it, then compares them.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareEnvironment } from '../support/bare-environment.ts';
import type { Cell, SpanKind } from './cells.ts';
import { checkSpans } from './check-spans.ts';
import { differences } from './difference.ts';
import { CASES } from './suite/cases/index.ts';
import type { CaseResult } from './suite/observation.ts';

const PATIENCE_MS = 180_000;

/** The result of a case in a cell, with one kind of span. */
export interface Verdict {
  readonly name: string;
  readonly feature: string;
  readonly kind: SpanKind;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The problems, one per line. */
  readonly problems: readonly string[];
}

/**
 * @param app the folder of the cell's application, as installed.
 * @param only runs the cases whose name has this in it.
 * @throws Error when a process of the cell fails, with what it printed.
 */
export async function runCell(cell: Cell, app: string, only: string | undefined): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const kind of cell.kinds) {
    const off = await runProcess(cell, app, kind, 'off', only);
    const on = await runProcess(cell, app, kind, 'on', only);
    verdicts.push(...judge(kind, off, on));
  }
  return verdicts;
}

function judge(kind: SpanKind, off: readonly CaseResult[], on: readonly CaseResult[]): Verdict[] {
  return on.map((result, index) => {
    const test = CASES.find(({ name }) => name === result.name);
    const without = off[index];
    if (!test || without?.name !== result.name)
      throw new Error(`case '${result.name}' did not run in both modes`);
    const common = { name: test.name, feature: test.feature, kind };
    if (result.skipped && without.skipped) return { ...common, outcome: 'skipped', problems: [] };
    const problems = [
      ...(result.observed?.hung ? ['hangs'] : []),
      ...differences(without.observed, result.observed),
      ...checkSpans(test, kind, result, without),
    ];
    return { ...common, outcome: problems.length === 0 ? 'passed' : 'failed', problems };
  });
}

async function runProcess(
  { system, otel, platforms }: Cell,
  app: string,
  kind: SpanKind,
  mode: 'off' | 'on',
  only: string | undefined,
): Promise<CaseResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-matrix-'));
  const file = join(folder, 'results.json');
  const arguments_ =
    system === 'cjs'
      ? ['--require', './telemetry.cjs', 'app.cjs']
      : ['--import', './telemetry.mjs', 'app.mjs'];
  const child = spawn(process.execPath, ['--expose-gc', ...arguments_, file], {
    cwd: app,
    env: {
      ...bareEnvironment(),
      SEVENSTEP_MATRIX_MODE: mode,
      SEVENSTEP_MATRIX_OTEL_SDK: otel.sdk,
      SEVENSTEP_MATRIX_PLATFORMS: JSON.stringify(Object.keys(platforms)),
      ...(only !== undefined && { SEVENSTEP_MATRIX_CASE: only }),
      ...(kind === 'owned' && { ANTHROPIC_OPEN_TELEMETRY: 'false' }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ending = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code === null ? `by ${signal}` : `with code ${code}`));
  });
  try {
    if (ending !== 'with code 0')
      throw new Error(`the process (${mode}, ${kind}) ended ${ending}:\n${printed}`);
    return JSON.parse(readFileSync(file, 'utf8')) as CaseResult[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
