// The wrappers of a message are removed layer by layer, to the exact sentence, type, code and status.
import { expect, it } from 'vitest';
import { openEnvelope } from '../src/facts/envelope.ts';

const json = (value: unknown): string => JSON.stringify(value);
const error = (type: string, message: string) => ({ type: 'error', error: { type, message } });
const OVERLOADED = error('overloaded_error', 'Overloaded');

it.each<[wrapped: string | undefined, opened: Readonly<Record<string, unknown>>]>([
  [undefined, { sentence: '' }],
  ['', { sentence: '' }],
  ['  Overloaded  ', { sentence: 'Overloaded' }],
  // The SDK, and programs that print its errors.
  [`529 ${json(OVERLOADED)}`, { sentence: 'Overloaded', type: 'overloaded_error', status: 529 }],
  [
    `Error code: 529 - ${json(OVERLOADED)}`,
    { sentence: 'Overloaded', type: 'overloaded_error', status: 529 },
  ],
  ['502 status code (no body)', { sentence: 'status code (no body)', status: 502 }],
  ['502 <html><title>Bad Gateway</title>', { sentence: '<html><title>Bad Gateway</title>', status: 502 }],
  ['500 tokens are too many', { sentence: 'tokens are too many' }],
  // A list, as Google and some gateways answer.
  [json([OVERLOADED]), { sentence: 'Overloaded', type: 'overloaded_error' }],
  [json([{ message: 'in a list' }, { message: 'second' }]), { sentence: 'in a list' }],
  [
    `400 ${json([{ error: { status: 'INVALID_ARGUMENT', message: 'no' } }])}`,
    { sentence: 'no', code: 'INVALID_ARGUMENT', status: 400 },
  ],
  [`it said ${json([OVERLOADED])}.`, { sentence: 'Overloaded', type: 'overloaded_error' }],
  [json([json(OVERLOADED)]), { sentence: json([json(OVERLOADED)]) }],
  [json([]), { sentence: '[]' }],
  // Gateways' own.
  [json({ message: 'plain' }), { sentence: 'plain' }],
  [json({ error: 'only a text' }), { sentence: 'only a text' }],
  [json({ error: { code: 1 } }), { sentence: json({ error: { code: 1 } }) }],
  [
    json({ error: { type: 'new_api_error', message: 'no channel' } }),
    { sentence: 'no channel', relayType: 'new_api_error' },
  ],
  [json({ error: { type: 'Not A Type', message: 'x' } }), { sentence: 'x' }],
  [
    json({ error: { message: json(OVERLOADED), type: 'new_api_error' } }),
    { sentence: 'Overloaded', type: 'overloaded_error' },
  ],
  [json({ error: { type: 7, message: 'x' } }), { sentence: 'x' }],
  // Codes of the clouds.
  [
    json({ error: { status: 'RESOURCE_EXHAUSTED', message: 'Quota' } }),
    { sentence: 'Quota', code: 'RESOURCE_EXHAUSTED' },
  ],
  [json({ error: { status: 'not a code', message: 'Quota' } }), { sentence: 'Quota' }],
  [
    json({ __type: 'com.amazon.coral.service#ExpiredTokenException', message: 'old' }),
    { sentence: 'old', code: 'ExpiredTokenException' },
  ],
  [
    json({ __type: 'ThrottlingException', message: 'slow' }),
    { sentence: 'slow', code: 'ThrottlingException' },
  ],
  [
    'An error occurred (ThrottlingException) when calling the InvokeModel operation (reached max retries: 4): Too many requests',
    { sentence: 'Too many requests', code: 'ThrottlingException' },
  ],
  // Classes in front, and `repr()`.
  [
    `BadRequestError: 400 ${json(error('invalid_request_error', 'no'))}`,
    { sentence: 'no', type: 'invalid_request_error', status: 400 },
  ],
  [`anthropic.APIStatusError: ${json(OVERLOADED)}`, { sentence: 'Overloaded', type: 'overloaded_error' }],
  ["APITimeoutError('Request timed out.')", { sentence: 'Request timed out.' }],
  ['litellm.RateLimitError: AnthropicException - slow down', { sentence: 'slow down' }],
  ['Failed after 3 attempts. Last error: Overloaded', { sentence: 'Overloaded' }],
  ['Error from provider (Claude): Overloaded', { sentence: 'Overloaded' }],
  ['The model returned the following errors: too long', { sentence: 'too long' }],
  // JSON that was cut, or that is Python.
  [
    '{"type":"error","error":{"type":"overloaded_error","message":"Over\\nloaded \\"a\\" and',
    { sentence: 'Over loaded "a" and', type: 'overloaded_error' },
  ],
  [
    "{'type': 'error', 'error': {'type': 'request_too_large', 'message': 'It\\'s too large'}}",
    { sentence: "It's too large", type: 'request_too_large' },
  ],
  ['it has "message": "no" in a sentence', { sentence: 'it has "message": "no" in a sentence' }],
  ['{"error":{"text":"none"', { sentence: '{"error":{"text":"none"' }],
])('%s', (wrapped, opened) => {
  const found = Object.entries(openEnvelope(wrapped)).filter(([, value]) => value !== undefined);
  expect(Object.fromEntries(found)).toEqual(opened);
});

it('opens six layers and no more', () => {
  const wrapped = (layers: number): string =>
    Array.from({ length: layers }).reduce((inner: string) => json({ message: inner }), 'core');
  expect(openEnvelope(wrapped(6)).sentence).toBe('core');
  expect(openEnvelope(wrapped(8)).sentence).toBe(wrapped(2));
});
