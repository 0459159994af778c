// `sevenstep-doctor ticket`: the built command in a terminal, on a trace from the real SDK and exporter.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drills } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDoctor, runDoctorInTerminal } from '../support/doctor.ts';
import { asOtlpLines, runDrills, type StoredTraces } from '../support/stored-traces.ts';

let folder: string;
let file: string;
let traces: StoredTraces;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  file = join(folder, 'traces.jsonl');
  const overloaded = drills['service.overloaded'];
  if (!overloaded) throw new Error('there is no such drill');
  traces = await runDrills([overloaded]);
  await writeFile(file, await asOtlpLines(traces.spans));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const idsOf = (): unknown[] =>
  traces.spans
    .filter(({ attributes }) => !('gen_ai.operation.name' in attributes))
    .map(({ attributes }) => attributes['anthropic.request.id']);

test('has the request id of every attempt, what was ruled out, and the shape of the request', async () => {
  const { code, stdout } = await runDoctor(['ticket', file, '--json']);
  expect(code).toBe(0);
  const { version, command, ticket } = JSON.parse(stdout);
  expect({ version, command }).toEqual({ version: 1, command: 'ticket' });
  expect(ticket.calls).toHaveLength(1);
  const [call] = ticket.calls;
  expect(call.diagnosis).toMatchObject({ id: 'service.overloaded', step: 6, severity: 'error' });
  expect(idsOf()).toHaveLength(3);
  expect(call.attempts.map(({ facts }: { facts: Record<string, string> }) => facts['request id'])).toEqual(
    idsOf(),
  );
  expect(call.ruledOut.map(({ check }: { check: string }) => check)).toEqual([
    'connection',
    'endpoint',
    'identity',
    'limits',
  ]);
  expect(JSON.parse(call.sections.Request.Shape)).toMatchObject({
    model: 'claude-sonnet-5',
    roles: ['user'],
  });

  const markdown = (await runDoctor(['ticket', file])).stdout;
  for (const id of idsOf()) expect(markdown).toContain(id);
});

test('is shown, then written when the person at the terminal agrees', async () => {
  const path = join(folder, 'ticket.md');
  const refused = await runDoctorInTerminal(['ticket', file, '--out', path], { stdin: 'n\n' });
  expect(refused.code).toBe(0);
  expect(refused.stdout.indexOf('# Support ticket')).toBeLessThan(
    refused.stdout.indexOf(`Write this to ${path}?`),
  );
  expect(refused.stdout).toContain('Not written');
  expect(existsSync(path)).toBe(false);

  const agreed = await runDoctorInTerminal(['ticket', file, '--out', path], { stdin: 'y\n' });
  expect(agreed.stdout).toContain(`Wrote ${path}`);
  expect(await readFile(path, 'utf8')).toContain('# Support ticket: service.overloaded');
});
