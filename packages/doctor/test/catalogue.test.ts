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

const found = async (...words: string[]): Promise<string[]> =>
  JSON.parse((await run(['rules', '--json', ...words])).stdout).rules.map(({ id }: { id: string }) => id);

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
