// The codes of the clouds over real HTTP. Each decides alone, whatever the words, if the model is that cloud's.
import type { Drill } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOUD_CODES } from '../../packages/checklist/src/facts/cloud-codes.ts';
import { type Runner, startRunner } from './catalogue-runs.ts';

const WORDS = 'Words that nobody has written yet.';

interface Cloud {
  readonly model: string;
  /** Where the answer has its code. */
  readonly answer: (status: number, code: string) => { headers?: Record<string, string>; body: string };
}

const CLOUDS: Readonly<Record<string, Cloud>> = {
  bedrock: {
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    answer: (_, code) => ({
      // Seen in https://github.com/aws-samples/amazon-bedrock-client-for-mac/issues/1
      headers: { 'x-amzn-errortype': `${code}:http://internal.amazon.com/coral/com.amazon.bedrock/` },
      body: JSON.stringify({ message: WORDS }),
    }),
  },
  vertex: {
    model: 'claude-sonnet-4-5@20250929',
    answer: (status, code) => ({
      body: JSON.stringify({ error: { code: status, message: WORDS, status: code } }),
    }),
  },
};

const drill = (cloud: Cloud, status: number, code: string, model = cloud.model): Drill => {
  const { headers, body } = cloud.answer(status, code);
  const all = { 'request-id': null, 'content-type': 'application/json', ...headers };
  return {
    title: `${status} ${code}`,
    faults: [{ response: { status, headers: all, body } }],
    call: { maxRetries: 0, params: { model } },
  };
};

const cases = [...CLOUD_CODES].flatMap(([platform, codes]) => {
  const cloud = CLOUDS[platform];
  if (cloud === undefined) throw new Error(`no answer of ${platform}`);
  return [...codes].map(([key, id]) => {
    const [status = '', code = ''] = key.split(' ');
    return { platform, cloud, status: Number(status), code, id };
  });
});

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.stop());

describe.each(cases)('$platform: $status $code', ({ cloud, status, code, id }) => {
  test(`is ${id}`, async () => {
    const { diagnosis } = await runner.run(drill(cloud, status, code));
    expect(diagnosis?.id).toBe(id);
    expect(diagnosis?.evidence).toContain(`code ${code}`);
  });

  test("is a gateway's own matter where the model is another platform's", async () => {
    const { diagnosis } = await runner.run(drill(cloud, status, code, 'claude-sonnet-5'));
    expect(diagnosis?.check).toBe('endpoint');
  });

  test('is nothing with a status that it does not come with', async () => {
    const { diagnosis } = await runner.run(drill(cloud, 409, code));
    expect(diagnosis?.id).not.toBe(id);
    expect(diagnosis?.specificity).toBeLessThan(3);
  });
});
