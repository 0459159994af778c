// `sevenstep-doctor diagnose` on files: the built command on traces from the real SDK and exporter.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDoctor, runDoctorInTerminal, runDoctorUnread } from '../support/doctor.ts';
import { asOtlpLines, runDrills, type StoredTraces } from '../support/stored-traces.ts';

const drill = (id: string) => {
  const found = drills[id];
  if (!found) throw new Error(`there is no drill for ${id}`);
  return found;
};

const FAILED = ['service.overloaded', 'request.model_not_found', 'response.stream_interrupted'] as const;
const MADE = [
  ...healthy.slice(0, 2),
  ...FAILED.map(drill),
  drill('service.overloaded'),
  drill('limits.recovered'),
  drill('response.max_tokens'),
];

let folder: string;
let file: string;
let traces: StoredTraces;
let lines: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  file = join(folder, 'traces.jsonl');
  traces = await runDrills(MADE);
  lines = await asOtlpLines(traces.spans);
  await writeFile(file, lines);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string | Buffer): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

interface Group {
  readonly id: string;
  readonly calls: number;
  readonly failed: number;
  readonly seconds: number;
  readonly attempts: number;
  readonly worst: readonly { readonly waterfall: readonly { readonly kind: string }[] }[];
}

test('groups by diagnosis, the most costly first, and ends with 3', async () => {
  const { code, stdout } = await runDoctor(['diagnose', file, '--json']);
  expect(code).toBe(3);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    version: 1,
    command: 'diagnose',
    source: file,
    problems: [],
    calls: MADE.length,
    healthy: 2,
    found: { error: 4, warning: 1, info: 1 },
  });
  const groups: readonly Group[] = report.groups;
  expect(groups.map(({ id }) => id).toSorted()).toEqual(
    [...FAILED, 'limits.recovered', 'response.max_tokens'].toSorted(),
  );
  expect(groups[0]).toMatchObject({ id: 'service.overloaded', calls: 2, failed: 2, attempts: 6 });
  const costs = groups.map(({ failed, seconds }) => [failed, seconds] as const);
  expect(costs).toEqual(costs.toSorted((a, b) => b[0] - a[0] || b[1] - a[1]));
  expect(groups[0]?.worst[0]?.waterfall.map(({ kind }) => kind)).toEqual([
    'call',
    'attempt',
    'wait',
    'attempt',
    'wait',
    'attempt',
  ]);
});

test('every form of the same spans leads to the same report', async () => {
  const requests = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const whole = { resourceSpans: requests.flatMap(({ resourceSpans }) => resourceSpans) };
  const paths = [
    file,
    await write('whole.json', JSON.stringify(whole)),
    await write('pretty.json', JSON.stringify(whole, null, 2)),
    await write('list.json', JSON.stringify(requests, null, 2)),
  ];
  const reports = await Promise.all(
    paths.map(async (path) => {
      const { source: _, ...report } = JSON.parse((await runDoctor(['diagnose', path, '--json'])).stdout);
      return report;
    }),
  );
  for (const report of reports) expect(report).toEqual(reports[0]);
  const piped = await runDoctor(['diagnose', '-', '--json'], { stdin: lines });
  expect(JSON.parse(piped.stdout)).toMatchObject({ ...reports[0], source: 'standard input' });
});

describe('the exit code', () => {
  const of = async (made: readonly (typeof MADE)[number][]) => {
    const { spans } = await runDrills(made);
    return (await runDoctor(['diagnose', '-'], { stdin: await asOtlpLines(spans) })).code;
  };
  test('is 0 for healthy calls, also for one with a note', async () => {
    expect(await of([...healthy.slice(0, 1), drill('limits.recovered')])).toBe(0);
  });
  test('is 4 for warnings only', async () => {
    expect(await of([drill('response.max_tokens')])).toBe(4);
  });
  test('is never 0 for what could only be read in part', async () => {
    const { spans } = await runDrills(healthy.slice(0, 1));
    const { code, stderr } = await runDoctor(['diagnose', '-'], {
      stdin: `${await asOtlpLines(spans)}{"resourceSpans":\n`,
    });
    expect(stderr).toBe('standard input:2: not JSON, left out: {"resourceSpans":\n');
    expect(code).toBe(2);
  });
});

test('one trace of a file, and none', async () => {
  const id = traces.traceIds.get(drill('request.model_not_found').title) ?? '';
  const { stdout } = await runDoctor(['diagnose', file, '--trace', id, '--json']);
  expect(JSON.parse(stdout).groups.map((group: Group) => group.id)).toEqual(['request.model_not_found']);
  const none = await runDoctor(['diagnose', file, '--trace', 'abc']);
  expect(none).toEqual({
    code: 2,
    stdout: '',
    stderr: `sevenstep-doctor: ${file} has no span of trace abc\n`,
  });
});

describe('what cannot be read is one line and 2', () => {
  const cases: [what: string, args: () => string[] | Promise<string[]>, line: () => string][] = [
    ['no file', () => ['nowhere.json'], () => 'there is no file nowhere.json'],
    ['a folder', () => [folder], () => `${folder} is a folder; name a file in it`],
    [
      'a name that the system refuses',
      () => ['x'.repeat(300)],
      () => `${'x'.repeat(300)} cannot be read: ENAMETOOLONG`,
    ],
    ['an empty file', async () => [await write('empty', '')], () => `${join(folder, 'empty')} is empty`],
    [
      'binary',
      async () => [await write('image', '\u0089PNG\r\n\u001A\n\0\0\0\rIHDR')],
      () => `${join(folder, 'image')} is binary; expected text or JSON`,
    ],
    [
      'spans of others',
      async () => [await write('other', `${JSON.stringify({ traceId: 'a', spanId: 'b', name: 'GET' })}\n`)],
      () => `${join(folder, 'other')}: none of 1 span is a call of Claude`,
    ],
  ];
  test.each(cases)('%s', async (_, args, line) => {
    const { code, stdout, stderr } = await runDoctor(['diagnose', ...(await args())]);
    expect([code, stdout, stderr]).toEqual([2, '', `sevenstep-doctor: ${line()}\n`]);
  });
});

describe('in a terminal and piped', () => {
  test('colour is in a terminal only, and the text is the same', async () => {
    const [terminal, piped] = await Promise.all([
      runDoctorInTerminal(['diagnose', file]),
      runDoctor(['diagnose', file]),
    ]);
    expect(terminal.code).toBe(3);
    expect(piped.code).toBe(3);
    expect(terminal.stdout).toContain('\u001B[31merror\u001B[39m');
    expect(piped.stdout).not.toContain('\u001B');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colours
    const plain = terminal.stdout.replace(/\u001B\[\d+m/g, '').replaceAll('\r\n', '\n');
    // Terminals wrap long lines.
    const words = (text: string): string => text.replace(/\s+/g, ' ');
    expect(words(plain)).toBe(words(piped.stdout));
  });

  test('NO_COLOR and --json keep colour out of a terminal', async () => {
    const quiet = await runDoctorInTerminal(['diagnose', file], { env: { NO_COLOR: '1' } });
    expect(quiet.stdout).toContain('service.overloaded');
    expect(quiet.stdout).not.toContain('\u001B');
    const json = await runDoctorInTerminal(['diagnose', file, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ command: 'diagnose' });
  });

  test('a reader that has enough is no failure', async () => {
    expect(await runDoctorUnread(['rules'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each([
    ['diagnose', '--html', 'unread.html'],
    ['ticket', '--out', 'unread.json'],
  ])('%s %s into a reader that has enough writes its file whole', async (command, option, name) => {
    const path = join(folder, name);
    const trace = traces.spans.at(-1)?.spanContext().traceId ?? '';
    const args = [command, file, '--trace', trace, option, path];
    const { code, stdout } = await runDoctor(args);
    expect(stdout).not.toBe('');
    const whole = await readFile(path, 'utf8');
    await rm(path);
    for (const force of [[], ['--force']]) {
      expect(await runDoctorUnread([...args, ...force])).toMatchObject({ code, stdout: '' });
      expect(await readFile(path, 'utf8')).toBe(whole);
      await writeFile(path, '');
    }
  });

  test('messages that are not read change neither report nor exit code', async () => {
    const broken = await write('broken.jsonl', `${lines}{"resourceSpans": oops}\n`);
    const { code, stdout, stderr } = await runDoctor(['diagnose', broken]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('not JSON, left out')]);
    expect(await runDoctorUnread(['diagnose', broken], 'stderr')).toEqual({ code, stdout, stderr: '' });
  });
});

test('--html writes a page that has the findings and loads nothing', async () => {
  const path = join(folder, 'report.html');
  const { stdout } = await runDoctor(['diagnose', file, '--html', path]);
  expect(stdout).toContain(`Wrote ${path}`);
  const page = await readFile(path, 'utf8');
  for (const id of FAILED) expect(page).toContain(id);
  expect(page).not.toMatch(/<script|\son\w+=|https?:\/\/[^<]*["']/i);
  expect(
    await runDoctor(['diagnose', file, '--html', join(folder, 'no', 'such', 'folder.html')]),
  ).toMatchObject({
    code: 2,
    stderr: `sevenstep-doctor: ${join(folder, 'no', 'such', 'folder.html')} cannot be written: its folder does not exist\n`,
  });
});
