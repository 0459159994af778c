// An exception in our own code or in the application's hooks is logged as an error, once per step, and changes no call.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const fails = (): never => {
  throw new Error('thrown by a test');
};
const fixture = setUp(() =>
  startTestTelemetry({
    captureMessageContent: 'SPAN_ONLY',
    ignoreRequestHook: fails,
    requestHook: fails,
    responseHook: fails,
    diagnose: fails,
    redactContent: fails,
  }),
);
const lines: string[] = [];
/** Registers a new logger. */
function listen(): void {
  const quiet = (): void => undefined;
  const error = (...words: unknown[]): void => void lines.push(words.join(' '));
  // OpenTelemetry's default log level.
  const options = { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true };
  diag.setLogger({ error, warn: quiet, info: quiet, debug: quiet, verbose: quiet }, options);
}
beforeAll(listen);
afterAll(() => diag.disable());

test.each(SPAN_KINDS)('a step that fails on every call is logged once at error: %s', async (kind) => {
  fixture.simulator.load('ok');
  for (let calls = 0; calls < 3; calls += 1) {
    const message = await fixture.client(kind).messages.create(PARAMS);
    expect(message.type).toBe('message');
    expect(fixture.telemetry.takeTrace().attributes['anthropic.sdk.method']).toBe('messages.create');
  }
  const of = (step: string) => lines.filter((line) => line.includes(step));
  for (const step of ['the ignoreRequestHook', 'the requestHook', 'the responseHook', 'the diagnose hook']) {
    expect(of(step)).toEqual([expect.stringContaining('Error: thrown by a test')]);
  }
  // The thrown error may quote the content.
  expect(of('redactContent')).toEqual([expect.not.stringContaining('thrown by a test')]);
});

test('a failure from before there was a logger is told when it comes again', async () => {
  lines.length = 0;
  diag.disable();
  await fixture.client('owned').messages.create(PARAMS);
  expect(lines).toEqual([]);
  listen();
  await fixture.client('owned').messages.create(PARAMS);
  expect(lines.filter((line) => line.includes('the requestHook'))).toHaveLength(1);
});

test('a hook that throws nothing is logged, too', async () => {
  lines.length = 0;
  fixture.telemetry.instrumentation.setConfig({
    requestHook: () => {
      throw undefined;
    },
  });
  listen();
  await fixture.client('owned').messages.create(PARAMS);
  expect(lines.filter((line) => line.includes('the requestHook'))).toHaveLength(1);
});

test('an async hook that rejects is logged, and does not end the process', async () => {
  lines.length = 0;
  fixture.telemetry.takeSpans();
  const rejections: unknown[] = [];
  const rejected = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', rejected);
  const rejects = async (): Promise<never> => fails();
  fixture.telemetry.instrumentation.setConfig({
    // TypeScript accepts the first two, because they have no result.
    requestHook: rejects,
    responseHook: rejects,
    ignoreRequestHook: rejects as never,
    diagnose: rejects as never,
  });
  listen();
  await fixture.client('owned').messages.create(PARAMS);
  // Node.js reports unhandled rejections after its microtasks.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', rejected);
  expect(rejections).toEqual([]);
  // A promise does not count as an answer, so the call is observed.
  expect(fixture.telemetry.takeTrace().attributes['anthropic.sdk.method']).toBe('messages.create');
  for (const hook of ['the ignoreRequestHook', 'the requestHook', 'the responseHook', 'the diagnose hook'])
    expect(lines).toContainEqual(expect.stringMatching(`${hook} failed; .* Error: thrown by a test`));
  expect(lines).toContainEqual(
    expect.stringContaining('the ignoreRequestHook, which returned a promise instead of a boolean, failed'),
  );
  expect(lines).toContainEqual(
    expect.stringContaining('the diagnose hook, which returned a promise instead of an object, failed'),
  );
});
