// Where the diagnosis processor stands among the others, on each line of the OpenTelemetry SDK: one process per line.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bareEnvironment } from '../support/bare-environment.ts';
import { type Installation, PLACEMENTS } from './cells.ts';
import { install, type Packed } from './install.ts';

import type { Placed } from './suite/placements.ts';

const run = promisify(execFile);

/** Runs every line, prints one for each, and returns how many are not as they should be. */
export async function runPlacements(packed: Packed): Promise<number> {
  let failed = 0;
  for (const { on, ending } of PLACEMENTS) {
    const problems = await problemsOf(on, ending, packed).catch((error: Error) => [error.message]);
    const name = `span processor, otel ${on.otel.name}, ${ending ? 'with' : 'without'} onEnding`;
    console.log([`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}`, ...problems].join('\n     '));
    if (problems.length > 0) failed += 1;
  }
  return failed;
}

async function problemsOf(on: Installation, ending: boolean, packed: Packed): Promise<string[]> {
  const app = await install(on, packed);
  const { stdout } = await run(process.execPath, ['placements.ts'], {
    cwd: app,
    env: { ...bareEnvironment(), SEVENSTEP_MATRIX_OTEL_SDK: on.otel.sdk },
    timeout: 120_000,
  });
  const placed = JSON.parse(stdout) as Placed[];
  return placed.flatMap((one) => {
    // Exported immediately, before a diagnosis could be written. This is the only place that does not work, and it is documented.
    const tooLate = !ending && one.exports === 'at once' && one.place === 'after';
    const wanted = JSON.stringify([tooLate ? null : 'identity.key_invalid', null]);
    const got = JSON.stringify(one.verdicts);
    return [
      ...(one.ending === ending ? [] : [`onEnding is ${one.ending ? '' : 'not '}called`]),
      ...(got === wanted ? [] : [`${one.place} what exports ${one.exports}: ${got} instead of ${wanted}`]),
    ];
  });
}
