// disable() restores every wrapped method of the SDK, however the SDK was loaded, and enable() wraps them again.
import { createRequire } from 'node:module';
import * as sdk from '@anthropic-ai/sdk';
import * as betaMessages from '@anthropic-ai/sdk/resources/beta/messages/messages';
import * as messages from '@anthropic-ai/sdk/resources/messages/messages';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { expect, test } from 'vitest';
import { runNode } from './run-app.ts';

const { wrappedMethods } = createRequire(import.meta.url)('./fixtures/loading/wrapped-methods.cjs');

const ALL = [
  '_thenUnwrap',
  'asResponse',
  'buildRequest',
  'fetchWithTimeout',
  'makeRequest',
  'parse',
  'request',
  'requestAPIList',
  'stream',
  'stream',
  'toolRunner',
];
const UNWRAPPED = { wrapped: ALL, wrappedAgain: ALL, own: ALL, changedInTheEnd: [] };

test.each([
  ['CommonJS', ['loading/unwrap.cjs']],
  ['ES modules', ['--import', '@sevenstep/register/hooks', 'loading/unwrap.mjs']],
])('%s', async (_, args) => {
  const { stdout, stderr } = await runNode(args, {});
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual(UNWRAPPED);
});

test('by hand', () => {
  const instrumentation = new AnthropicInstrumentation();
  instrumentation.instrument(sdk);
  expect(wrappedMethods(instrumentation, { sdk, messages, betaMessages })).toEqual(UNWRAPPED);
});
