// Without a script the simulator refuses what the API refuses, in the API's words.
import { describe, expect, it } from 'vitest';
import { startSimulator } from '../src/index.ts';
import { KEY, PARAMS, post, simulate } from './client.ts';

describe('requests that the API rejects', () => {
  const refusals: [
    string,
    () => Parameters<typeof post>[1],
    Record<string, string | null>,
    number,
    string,
    string,
  ][] = [
    [
      'no credentials',
      () => PARAMS,
      { 'x-api-key': null },
      401,
      'authentication_error',
      'x-api-key header is required',
    ],
    [
      'another vendor’s key',
      () => PARAMS,
      { 'x-api-key': 'sk-proj-0000' },
      401,
      'authentication_error',
      'invalid x-api-key',
    ],
    [
      'a key in quotes',
      () => PARAMS,
      { 'x-api-key': `"${KEY}"` },
      401,
      'authentication_error',
      'invalid x-api-key',
    ],
    [
      'no version',
      () => PARAMS,
      { 'anthropic-version': null },
      400,
      'invalid_request_error',
      'anthropic-version: header is required',
    ],
    [
      'a body that is not JSON',
      () => '{"model":',
      {},
      400,
      'invalid_request_error',
      'The request body is not valid JSON',
    ],
    [
      'no max_tokens',
      () => ({ ...PARAMS, max_tokens: undefined }),
      {},
      400,
      'invalid_request_error',
      'max_tokens: Field required',
    ],
    [
      'no messages',
      () => ({ ...PARAMS, messages: undefined }),
      {},
      400,
      'invalid_request_error',
      'messages: Field required',
    ],
    [
      'no model',
      () => ({ ...PARAMS, model: undefined }),
      {},
      400,
      'invalid_request_error',
      'model: Field required',
    ],
    ['an unknown model', () => ({ ...PARAMS, model: 'gpt-5' }), {}, 404, 'not_found_error', 'model: gpt-5'],
  ];
  it.each(refusals)('%s', async (_name, body, headers, status, type, message) => {
    const response = await post(await simulate(), body(), headers);
    expect(response.status).toBe(status);
    const requestId = response.headers.get('request-id');
    expect(requestId).toMatch(/^req_/);
    expect(await response.json()).toEqual({ type: 'error', error: { type, message }, request_id: requestId });
  });

  it('accepts the same key as a bearer token, and refuses a wrong one there', async () => {
    const simulator = await simulate();
    const bearer = (key: string) =>
      post(simulator, PARAMS, { 'x-api-key': null, authorization: `Bearer ${key}` });
    expect((await bearer(KEY)).status).toBe(200);
    const wrong = await bearer('sk-0000');
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({
      error: { type: 'authentication_error', message: 'Invalid bearer token' },
    });
  });

  it('another path and another method', async () => {
    const simulator = await simulate();
    const notFound = await post(simulator, PARAMS, {}, '/v1/v1/messages');
    expect(notFound.status).toBe(404);
    expect(await notFound.json()).toMatchObject({ error: { type: 'not_found_error', message: 'Not found' } });
    const wrongMethod = await fetch(`${simulator.url}/v1/messages`);
    expect(wrongMethod.status).toBe(405);
    expect(await wrongMethod.json()).toMatchObject({
      type: 'error',
      error: { message: 'Method Not Allowed' },
    });
  });

  it('a body of more than 32 MB, from something before the API', async () => {
    const simulator = await simulate();
    const response = await post(simulator, { ...PARAMS, system: 'x'.repeat(32 * 1024 * 1024) });
    expect(response.status).toBe(413);
    expect(response.headers.get('request-id')).toBeNull();
    expect(await response.json()).toEqual({
      error: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
    });
    expect((await post(simulator)).status).toBe(200);
  });
});

describe('what only a strict one refuses', () => {
  it.each([
    [
      'a message of another role',
      { messages: [{ role: 'tool', content: 'x' }] },
      'messages: Unexpected role "tool"',
    ],
    [
      'a budget',
      { thinking: { type: 'enabled', budget_tokens: 2048 } },
      '"thinking.type.enabled" is not supported',
    ],
    ['a field of a beta', { context_management: {} }, 'context_management: Extra inputs are not permitted'],
    ['a field of another API', { response_format: {} }, 'response_format: Extra inputs are not permitted'],
  ])('%s', async (_title, more, says) => {
    const body = { ...PARAMS, ...more };
    expect((await post(await simulate(), body)).status).toBe(200);
    await using strict = await startSimulator('', { strict: true });
    const response = await post(strict, body);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain(says);
    expect((await post(strict)).status).toBe(200);
  });
});
