// A stream that is opened and never read, a response that is dropped: their spans end all the same.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { isCallSpan, SPAN_KINDS } from '../support/telemetry.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const fixture = setUp();

/** Collects until a call span has ended. */
async function spanOfTheCollected() {
  for (let tries = 0; tries < 100; tries += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10));
    const call = fixture.telemetry.takeSpans().find(isCallSpan);
    if (call) return call.attributes;
  }
  return undefined;
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = () => fixture.client(kind);

  test('a stream that nobody reads is abandoned', async () => {
    await (async () => {
      await client().messages.create({ ...PARAMS, stream: true });
    })();
    expect(await spanOfTheCollected()).toMatchObject({
      'anthropic.stream.outcome': 'abandoned',
      'anthropic.stream.events': 0,
      'http.response.status_code': 200,
    });
  });

  test('a response of asResponse() that nobody reads', async () => {
    await (async () => {
      await client().messages.create(PARAMS).asResponse();
    })();
    expect(await spanOfTheCollected()).toMatchObject({ 'http.response.status_code': 200 });
  });

  test('a call that nobody awaits', async () => {
    (() => {
      client().messages.create(PARAMS);
    })();
    expect(await spanOfTheCollected()).toMatchObject({ 'http.response.status_code': 200 });
  });

  test('a stream that is aborted before anybody reads it', async () => {
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    stream.controller.abort();
    expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('aborted');
  });
});
