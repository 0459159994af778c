// No field of an answer is null if the API omits it, because strict clients reject that.
import { expect, test } from 'vitest';
import type { Answer } from '../src/script/script.ts';
import { PARAMS, post, readAll, simulate } from './client.ts';

/**
 * Fields that the API sends as null. The cases are: an unfinished answer, no stop sequence, a stop reason other than a refusal.
 * Others are an undisclosed category, and the beta API without an edit.
 */
const SENT_AS_NULL = [
  'stop_reason',
  'stop_sequence',
  'stop_details',
  'category',
  'explanation',
  'context_management',
];

const ANSWERS: Readonly<Record<string, Answer>> = {
  text: {},
  'tool use': { toolUse: { name: 'get_weather', input: { city: 'Paris' } } },
  'no content': { text: '', stopReason: 'max_tokens' },
  'a refusal': { stopReason: 'refusal' },
  'a stop sequence': { stopReason: 'stop_sequence' },
  'cached tokens': { usage: { cache_read_input_tokens: 2048, cache_creation_input_tokens: 5 } },
};

const nullsIn = (value: unknown, name = ''): string[] => {
  if (value === null) return [name];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => nullsIn(inner, Array.isArray(value) ? name : key));
};

for (const [what, answer] of Object.entries(ANSWERS)) {
  test.each(['/v1/messages', '/v1/messages?beta=true'])(
    `an answer with ${what} has no null but those of the API, whole and streamed: %s`,
    async (path) => {
      const simulator = await simulate({ faults: [{ answer }] });
      const response = await post(simulator, PARAMS, {}, path);
      const whole = (await response.json()) as { readonly content: readonly object[] };
      expect(whole).toHaveProperty('usage.output_tokens');
      const { bytes } = await readAll(await post(simulator, { ...PARAMS, stream: true }, {}, path));
      const events = Array.from(bytes.toString().matchAll(/^data: (.*)$/gm), ([, data]) =>
        JSON.parse(data ?? ''),
      );
      expect(events.length).toBeGreaterThanOrEqual(3);
      const nulls = [whole, ...events].flatMap((body) => nullsIn(body));
      expect(nulls.filter((name) => !SENT_AS_NULL.includes(name))).toEqual([]);
      // A text without citations has no field for them: providers of frameworks check the shape.
      for (const block of whole.content) expect(Object.keys(block)).not.toContain('citations');
    },
  );
}
