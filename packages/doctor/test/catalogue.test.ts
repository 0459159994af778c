// `explain` and `rules`: every page can be read, and found by what one has at hand.
import { RELEASED } from '@sevenstep/checklist';
import { expect, test } from 'vitest';
import { run } from './support/run.ts';

test.each(RELEASED)('explain %s shows its page', async (id) => {
  const { code, stdout } = await run(['explain', id]);
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toBe(id);
  expect(stdout).toContain('How to fix');
});

test('the part after the point is enough, where only one id has it', async () => {
  expect((await run(['explain', 'stream_interrupted'])).stdout).toMatch(/^response\.stream_interrupted\n/);
  const { code, stderr } = await run(['explain', 'recovered']);
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean connection.recovered, endpoint.recovered');
});

test.each([
  ['all', 6, false],
  ['six of seven, and the search that has all,', 7, true],
])('of an unknown id it suggests %s of those that contain what was typed', async (_, ids, isCut) => {
  const parts = RELEASED.flatMap((id) =>
    [...id.matchAll(/(?<=\.\w+)(?=_)|$/g)].map(({ index }) => id.slice(0, index)),
  );
  const typed = parts.find((part) => RELEASED.filter((id) => id.includes(part)).length === ids) ?? '';
  const { stderr } = await run(['explain', typed]);
  const known = RELEASED.filter((id) => id.includes(typed))
    .slice(0, 6)
    .join(', ');
  expect(stderr).toContain(`did you mean ${known}?${isCut ? ` All 7: ` : '\n'}`);
});

test('explain --json has the page and what a program decides by', async () => {
  expect(JSON.parse((await run(['explain', 'limits.near', '--json'])).stdout)).toMatchObject({
    version: 1,
    command: 'explain',
    id: 'limits.near',
    severity: 'warning',
    action: 'slow_down',
    retryable: true,
    page: expect.stringMatching(/^# limits\.near\n/),
  });
});

test('--json leaves `retryable` out where the facts of the call decide it', async () => {
  const explained = JSON.parse((await run(['explain', 'connection.dns', '--json'])).stdout);
  expect(explained).toMatchObject({ action: 'fix_network' });
  expect(explained).not.toHaveProperty('retryable');
  const { rules } = JSON.parse((await run(['rules', 'connection.dns', '--json'])).stdout);
  expect(rules[0]).toMatchObject({ id: 'connection.dns' });
  expect(rules[0]).not.toHaveProperty('retryable');
});

test('explain leads from a status, a type, a code, a class and a stop reason to the pages, with what tells them apart', async () => {
  for (const [term, id] of [
    ['429', 'limits.input_tokens_per_minute'],
    ['overloaded_error', 'service.overloaded'],
    ['ECONNRESET', 'connection.reset'],
    ['RateLimitError', 'limits.requests_per_minute'],
    ['anthropic.RateLimitError', 'limits.requests_per_minute'],
  ] as const) {
    const { code, stdout } = await run(['explain', term]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${term} \\([a-z ,]+\\) has \\d+ pages\\. What happened\\?\n`));
    expect(stdout).toMatch(new RegExp(`^  ${id} +[A-Z]`, 'm'));
    const { terms } = JSON.parse((await run(['explain', term, '--json'])).stdout);
    expect(terms.flatMap(({ pages }: never) => pages)).toContainEqual({ id, when: expect.any(String) });
  }
});

test('explain of a term with one page shows it', async () => {
  const { code, stdout } = await run(['explain', '413']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^413 leads to request\.too_large\.\n\nrequest\.too_large\n/);
  expect(stdout).toMatch(/\nThis page: \/.*request\.too_large\.md\n$/);
  // The stop reason is also the end of an id.
  expect((await run(['explain', 'max_tokens'])).stdout).toMatch(/^response\.max_tokens\n/);
});

test('explain diagnoses a text, in one word of the shell or in several', async () => {
  const text = '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
  for (const words of [[text], text.split(' ')]) {
    const { code, stdout } = await run(['explain', ...words]);
    // As that of `diagnose`.
    expect(code).toBe(3);
    expect(stdout).toMatch(/^1 {2}service\.overloaded {2}error, step 6 service: 1 call, certain$/m);
  }
  const { stdout } = await run(['explain', '--json', text]);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    command: 'explain',
    asked: text,
    text: { errors: 1, groups: [{ candidates: [{ id: 'service.overloaded', confidence: 'certain' }] }] },
  });
});

test('explain of a text that tells of no failed call says so', async () => {
  const { code, stdout } = await run(['explain', 'all', 'is', 'well']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^No failed call of Claude/);
});

test('a term that is near others names them', async () => {
  const { code, stderr } = await run(['explain', 'ECONRESET']);
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean ECONNRESET?');
});

const found = async (...words: string[]): Promise<string[]> =>
  JSON.parse((await run(['rules', '--json', ...words])).stdout).rules.map(({ id }: { id: string }) => id);

test('an id that is misspelled names the id, not a term like its end', async () => {
  expect((await run(['explain', 'service.overloded'])).stderr).toContain('did you mean service.overloaded?');
});

test('rules has one heading for each step, in their order', async () => {
  const headings = (await run(['rules'])).stdout.split('\n').filter((line) => /^\S/.test(line));
  expect(headings.slice(0, -1)).toEqual([
    'step not known',
    ...['connection', 'endpoint', 'identity', 'request', 'limits', 'service', 'response'].map(
      (check, index) => `${index + 1} ${check}`,
    ),
  ]);
});

test('rules lists every finding, each once', async () => {
  expect((await found()).toSorted()).toEqual(RELEASED.toSorted());
});

test('rules finds by words of id and summary, else by what the page has, such as the message an application printed', async () => {
  expect(await found('overloaded')).toContain('service.overloaded');
  expect(await found('This request would exceed', 'input tokens')).toContain(
    'limits.input_tokens_per_minute',
  );
  expect(await found('no such words anywhere')).toEqual([]);
});

test('rules that have none of the words are said to be none, in one line', async () => {
  expect((await run(['rules', 'no-such', 'word'])).stdout).toBe('No finding has "no-such" and "word".\n');
});
