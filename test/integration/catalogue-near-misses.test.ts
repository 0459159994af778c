// Two near misses that every drill gets automatically, over real HTTP: other words, and another status. The square has each drill's own near misses.
import type { Drill } from '@sevenstep/anthropic-simulator';
import { findRule } from '@sevenstep/checklist';
import { drills } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Runner, startRunner } from './catalogue-runs.ts';

const UNSEEN = 'Words that nobody has written yet.';

/** Rules that depend on other facts than the sentence and the code, with those facts. */
const NOT_ON_WORDS: Readonly<Record<string, string>> = {
  'identity.key_characters': 'the shape of the key',
  'identity.key_placeholder': 'the shape of the key',
  'identity.key_whitespace': 'the shape of the key',
  'identity.key_wrong_provider': 'the shape of the key',
  'identity.cloud_permission': 'the class of the exception, a header',
  'identity.retried': 'the status of an attempt',
  'limits.tokens_per_minute': 'a header',
  'limits.input_tokens_per_minute': 'a header, too',
  'limits.output_tokens_per_minute': 'a header, too',
  'limits.requests_per_minute': 'a header, too',
  'response.stream_error': 'an event of the stream',
};

type Faults = NonNullable<Drill['faults']>;

/** The drill with other words and without a code; `undefined` for a drill without words of the API. */
function otherWords({ faults = [], ...drill }: Drill): Drill | undefined {
  let changed = false;
  const others: Faults = faults.map((fault) => {
    const { error, body, ...response } = fault.response ?? {};
    if (error !== undefined) {
      changed = true;
      return { ...fault, response: { ...response, error: { type: error.type, message: UNSEEN } } };
    }
    if (body?.includes('"message":"')) {
      changed = true;
      return {
        ...fault,
        response: { ...response, body: body.replace(/"message":"[^"]*"/, `"message":"${UNSEEN}"`) },
      };
    }
    return fault;
  });
  return changed ? { ...drill, faults: others } : undefined;
}

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.stop());

describe('the same status and type in other words', () => {
  const specific = Object.entries(drills).flatMap(([id, drill]) => {
    const near = otherWords(drill);
    const closely = findRule(id)?.specificity === 3 && !(id in NOT_ON_WORDS);
    return near !== undefined && closely ? [{ id, near }] : [];
  });

  test('there are many', () => {
    expect(specific.length).toBeGreaterThan(45);
  });

  test.each(specific)(
    '$id is not the diagnosis, nor any other rule that looks as closely',
    async ({ id, near }) => {
      const { diagnosis } = await runner.run(near);
      expect(diagnosis?.id).not.toBe(id);
      expect(diagnosis?.specificity ?? 0).toBeLessThan(3);
    },
  );
});

describe('the same words with another status', () => {
  // The bare words with an unknown status are the API's, but not one of its known situations.
  const withError = Object.entries(drills).flatMap(([id, { faults = [], ...drill }]) => {
    if (!/^(request|limits)\./.test(id) || findRule(id)?.specificity !== 3) return [];
    const [first, ...rest] = faults;
    if (first?.response?.error === undefined || first.response.status === undefined || rest.length > 0)
      return [];
    const near: Drill = { ...drill, faults: [{ ...first, response: { ...first.response, status: 418 } }] };
    return [{ id, near }];
  });

  // The content filter's sentence also counts within a stream, where it has no status.
  const ANY_STATUS: ReadonlySet<string> = new Set(['request.content_policy']);

  test.each(withError.filter(({ id }) => !ANY_STATUS.has(id)))('$id', async ({ id, near }) => {
    const { diagnosis } = await runner.run(near);
    expect(diagnosis?.id).not.toBe(id);
  });
});
