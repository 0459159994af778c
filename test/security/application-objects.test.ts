// The application's objects stay unchanged. A failed call reads no getter and no `toJSON` a second time.
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clientOptionsFor,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

let telemetry: TestTelemetry;
beforeAll(() => {
  telemetry = startTestTelemetry();
});
afterAll(() => telemetry.stop());

/** Counts the reads that the SDK makes through `JSON.stringify`. */
function counting(size: number): {
  readonly messages: Anthropic.MessageParam[];
  readonly asked: () => number[];
} {
  let written = 0;
  let got = 0;
  const content = 'word '.repeat(size / 5);
  const withToJson = {
    toJSON: () => {
      written++;
      return { role: 'user', content };
    },
  };
  const withGetter = {
    role: 'user',
    get content() {
      got++;
      return content;
    },
  };
  return { messages: [withToJson, withGetter] as never, asked: () => [written, got] };
}

const PARAMS = { model: 'claude-sonnet-5', max_tokens: 64 };
const ANSWERS: Readonly<Record<string, () => Promise<Response>>> = {
  'an error of the API': async () =>
    Response.json(
      { type: 'error', error: { type: 'invalid_request_error', message: 'No' } },
      { status: 400 },
    ),
  'a page': async () =>
    new Response('<html></html>', { status: 502, headers: { 'content-type': 'text/html' } }),
  'no answer': async () => {
    throw new TypeError('fetch failed');
  },
};

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  describe.each([1_000, 3_000_000])('of %i characters', (size) => {
    test.each(Object.entries(ANSWERS))(
      'a call that fails with %s asks the application for nothing again',
      async (_, fetch) => {
        const options = { ...clientOptionsFor(kind), apiKey: 'sk-ant-x', maxRetries: 0, fetch };
        const call = async (): Promise<number[]> => {
          const { messages, asked } = counting(size);
          await new Anthropic(options).messages.create({ ...PARAMS, messages }).catch(() => undefined);
          return asked();
        };
        telemetry.instrumentation.disable();
        const alone = await call();
        telemetry.instrumentation.enable();
        telemetry.takeSpans();
        expect(await call()).toEqual(alone);
        const { attributes } = telemetry.takeTrace();
        expect(attributes['anthropic.request.size']).toBeGreaterThan(size);
        // For a small request, all facts come from the sent body.
        if (size < 1_000_000) expect(attributes['anthropic.request.fingerprint']).toMatch(/^[0-9a-f]{16}$/);
      },
    );
  });
});
