// Faults before and in place of the answer: statuses, headers, bodies, delays, connections; and which requests meet them.
import Anthropic, {
  APIConnectionError,
  APIConnectionTimeoutError,
  type APIError,
  InternalServerError,
  RateLimitError,
} from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { NAMED_FAULT_TITLES, NAMED_FAULTS } from '../src/script/named-faults.ts';
import type { Fault } from '../src/script/script.ts';
import type { Simulator } from '../src/simulator.ts';
import { clientOf, failure, PARAMS, post, simulate } from './client.ts';

const outcomes = (simulator: Simulator) =>
  simulator.journal.map(({ attempt, status, outcome }) => [attempt, status, outcome]);

const causeCode = (error: Error): unknown => {
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  return (cause as { code?: unknown }).code;
};

describe('a status', () => {
  it('is retried by the SDK after retry-after, and each try is in the journal', async () => {
    const simulator = await simulate('1-2: 429 retry-after=0.2; 3: ok');
    const message = await clientOf(simulator, { maxRetries: 2 }).messages.create(PARAMS);
    await simulator.settled();
    expect(message.content).toHaveLength(1);
    expect(outcomes(simulator)).toEqual([
      [1, 429, 'answered'],
      [2, 429, 'answered'],
      [3, 200, 'answered'],
    ]);
    expect(simulator.journal.map(({ fault }) => fault)).toEqual(['429', '429', undefined]);
    const [first, second] = simulator.journal;
    // The SDK waits at least the time in the header. Without the header, it would wait 375 ms or more.
    const wait = (second?.startedAt ?? 0) - (first?.startedAt ?? 0);
    expect(wait).toBeGreaterThanOrEqual(190);
  });

  it('comes with the API’s envelope, type and request id', async () => {
    const simulator = await simulate('529');
    const error = await failure<APIError>(clientOf(simulator).messages.create(PARAMS));
    await simulator.settled();
    expect(error).toBeInstanceOf(InternalServerError);
    expect(error).toMatchObject({ status: 529, type: 'overloaded_error' });
    expect(error.requestID).toBe(simulator.journal[0]?.requestId);
    expect(error.error).toMatchObject({ type: 'error', request_id: error.requestID });
    expect(simulator.journal[0]).toMatchObject({ errorType: 'overloaded_error', fault: '529' });
  });

  it.each([
    ['invalid_request_error', 400],
    ['authentication_error', 401],
    ['billing_error', 402],
    ['permission_error', 403],
    ['not_found_error', 404],
    ['conflict_error', 409],
    ['request_too_large', 413],
    ['rate_limit_error', 429],
    ['api_error', 500],
    ['timeout_error', 504],
    ['overloaded_error', 529],
  ])('of %s is %i, and back', async (type, status) => {
    const simulator = await simulate({
      faults: [
        { when: { request: 1 }, response: { error: { type, message: 'm' } } },
        { when: { request: 2 }, response: { status } },
      ],
    });
    expect((await post(simulator)).status).toBe(status);
    expect(await (await post(simulator)).json()).toMatchObject({ error: { type } });
  });

  it('has details.error_code where the script gives a code', async () => {
    const error = { type: 'invalid_request_error', message: 'On hold.', code: 'organization_on_hold' };
    const simulator = await simulate({ faults: [{ response: { error } }] });
    const seen = await failure<APIError>(clientOf(simulator).messages.create(PARAMS));
    expect(seen.errorCode).toBe('organization_on_hold');
  });

  it('can be an HTML page of a gateway, without the API’s headers, and then an answer', async () => {
    const simulator = await simulate('1: gateway-html');
    const client = clientOf(simulator);
    const error = await failure<APIError>(client.messages.create(PARAMS));
    expect(error.status).toBe(502);
    expect(error.requestID ?? undefined).toBeUndefined();
    expect(error.message).toContain('502 Bad Gateway');
    expect(error.headers?.get('content-type')).toBe('text/html');
    const retried = await clientOf(simulator, { maxRetries: 1 }).messages.create(PARAMS);
    expect(retried.type).toBe('message');
  });
});

describe('headers alone', () => {
  it('are laid over a healthy answer, and null removes one', async () => {
    const headers = { 'anthropic-ratelimit-requests-remaining': '0', 'Request-Id': null };
    const simulator = await simulate({ faults: [{ response: { headers } }] });
    const response = await post(simulator);
    await simulator.settled();
    expect(response.status).toBe(200);
    expect(response.headers.get('anthropic-ratelimit-requests-remaining')).toBe('0');
    expect(response.headers.has('request-id')).toBe(false);
    expect(simulator.journal[0]?.requestId).toBeUndefined();
    expect(simulator.journal[0]?.headers['anthropic-ratelimit-requests-remaining']).toBe('0');
  });
});

describe('the connection', () => {
  it('reset is a TCP reset', async () => {
    const simulator = await simulate('reset');
    const error = await failure(clientOf(simulator).messages.create(PARAMS));
    await simulator.settled();
    expect(error).toBeInstanceOf(APIConnectionError);
    expect(causeCode(error)).toBe('ECONNRESET');
    expect(outcomes(simulator)).toEqual([[1, undefined, 'reset']]);
    expect(simulator.journal[0]).toMatchObject({ headers: {}, bytesSent: 0, requestId: undefined });
  });

  it('close ends without an answer', async () => {
    const simulator = await simulate('close');
    const error = await failure(clientOf(simulator).messages.create(PARAMS));
    await simulator.settled();
    expect(error).toBeInstanceOf(APIConnectionError);
    expect(causeCode(error)).toBe('UND_ERR_SOCKET');
    expect(outcomes(simulator)).toEqual([[1, undefined, 'closed']]);
  });

  it('hang lasts until the client’s own timeout', async () => {
    const simulator = await simulate('hang');
    const error = await failure(clientOf(simulator, { timeout: 200 }).messages.create(PARAMS));
    await simulator.settled();
    expect(error).toBeInstanceOf(APIConnectionTimeoutError);
    expect(outcomes(simulator)).toEqual([[1, undefined, 'hung']]);
  });

  it('hang ends with close()', async () => {
    const simulator = await simulate({ faults: [{ when: { model: 'claude-opus-5' }, connection: 'hang' }] });
    const hanging = failure(post(simulator, { ...PARAMS, model: 'claude-opus-5' }));
    expect((await post(simulator)).status).toBe(200);
    await simulator.close();
    expect(await hanging).toBeInstanceOf(TypeError);
    expect(simulator.journal.map(({ outcome }) => outcome)).toEqual(['hung', 'answered']);
  });

  it('a delay can outlast the client', async () => {
    const simulator = await simulate('delay 60s');
    const error = await failure(clientOf(simulator, { timeout: 200 }).messages.create(PARAMS));
    await simulator.settled();
    expect(error).toBeInstanceOf(APIConnectionTimeoutError);
    expect(outcomes(simulator)).toEqual([[1, undefined, 'client_gone']]);
  });

  it('a delay can precede the answer', async () => {
    const simulator = await simulate('delay 150 529');
    expect((await post(simulator)).status).toBe(529);
    await simulator.settled();
    expect(simulator.journal[0]?.durationMs).toBeGreaterThanOrEqual(140);
    expect(simulator.journal[0]?.fault).toBe('delay 150, 529');
  });
});

describe('which requests meet a fault', () => {
  const statusOf =
    (fault: Fault) =>
    async (body: unknown, headers = {}, path = '/v1/messages') => {
      const simulator = await simulate({ faults: [fault] });
      return (await post(simulator, body, headers, path)).status;
    };

  it('by attempt, request, path, model and stream', async () => {
    const response = { status: 529 };
    const byAttempt = statusOf({ when: { attempt: { from: 2 } }, response });
    expect(await byAttempt(PARAMS)).toBe(200);
    expect(await byAttempt(PARAMS, { 'x-stainless-retry-count': '2' })).toBe(529);
    const byRequest = statusOf({ when: { request: [1, 3] }, response });
    expect(await byRequest(PARAMS)).toBe(529);
    const byPath = statusOf({ when: { path: '/v1/messages/count_tokens' }, response });
    expect(await byPath(PARAMS)).toBe(200);
    expect(await byPath(PARAMS, {}, '/v1/messages/count_tokens?beta=true')).toBe(529);
    const byModel = statusOf({ when: { model: 'claude-opus-5' }, response });
    expect(await byModel(PARAMS)).toBe(200);
    expect(await byModel({ ...PARAMS, model: 'claude-opus-5' })).toBe(529);
    const byStream = statusOf({ when: { stream: true }, response });
    expect(await byStream(PARAMS)).toBe(200);
    expect(await byStream({ ...PARAMS, stream: true })).toBe(529);
  });

  it('a fault ends a set time after the script was loaded', async () => {
    const simulator = await simulate({ faults: [{ when: { untilMs: 60_000 }, response: { status: 529 } }] });
    const status = async () => (await post(simulator)).status;
    expect(await status()).toBe(529);
    simulator.load({ faults: [{ when: { untilMs: 100 }, response: { status: 529 } }] });
    await expect.poll(status).toBe(200);
  });

  it('the first that applies is met', async () => {
    const simulator = await simulate('#1: 500; *: 503; *: 504');
    expect((await post(simulator)).status).toBe(500);
    expect((await post(simulator)).status).toBe(503);
  });
});

describe('a share of the requests', () => {
  const met = async (faults: Fault[], seed: number, name = 'a') => {
    const simulator = await simulate({ name, seed, faults });
    for (let i = 0; i < 40; i++) await (await post(simulator)).text();
    await simulator.settled();
    return simulator.journal.map(({ fault }) => fault ?? '-');
  };
  const some: Fault = { name: 'some', when: { probability: 0.4 }, response: { status: 529 } };
  const unnamed: Fault = { when: { probability: 0.4 }, response: { status: 500 } };

  it('is the same for the same seed, and another for another seed or script', async () => {
    const first = await met([some], 7);
    expect(await met([some], 7)).toEqual(first);
    expect(await met([some], 8)).not.toEqual(first);
    expect(await met([some], 7, 'b')).not.toEqual(first);
    const hits = first.filter((fault) => fault === 'some').length;
    expect(hits).toBeGreaterThan(4);
    expect(hits).toBeLessThan(36);
  });

  it.each([some, unnamed])('is not shifted by another fault before it', async (fault) => {
    const alone = await met([fault], 7);
    const other: Fault = { name: 'other', when: { request: 5 }, response: { status: 503 } };
    const both = await met([other, fault], 7);
    expect(both).toEqual(alone.with(4, 'other'));
  });

  it('only grows with the probability', async () => {
    const few = await met([unnamed], 3);
    const more = await met([{ ...unnamed, when: { probability: 0.7 } }], 3);
    const lost = few.filter((fault, i) => fault === '500' && more[i] !== '500');
    expect(lost).toEqual([]);
    expect(more.filter((fault) => fault === '500').length).toBeGreaterThan(
      few.filter((fault) => fault === '500').length,
    );
  });
});

describe('a condition that is a function', () => {
  it('sees a field or a header that the client changes', async () => {
    const simulator = await simulate({
      faults: [
        { when: { matches: ({ body }) => Number(body?.max_tokens) > 100 }, response: { status: 400 } },
        { when: { matches: ({ headers }) => headers['x-team'] === undefined }, response: { status: 403 } },
      ],
    });
    const client = clientOf(simulator);
    expect(await failure(client.messages.create({ ...PARAMS, max_tokens: 101 }))).toBeInstanceOf(
      Anthropic.BadRequestError,
    );
    expect(await failure(client.messages.create({ ...PARAMS, max_tokens: 100 }))).toBeInstanceOf(
      Anthropic.PermissionDeniedError,
    );
    const headers = { 'x-team': 'a' };
    expect((await client.messages.create({ ...PARAMS, max_tokens: 100 }, { headers })).type).toBe('message');
  });

  it('that throws is named to the client, and the request is in the journal', async () => {
    const simulator = await simulate({
      faults: [
        { response: { status: 500 }, when: { request: 2 } },
        {
          when: {
            matches: () => {
              throw new TypeError('no such field');
            },
          },
        },
      ],
    });
    const error = await failure(clientOf(simulator).messages.create(PARAMS));
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(String(error)).toContain('faults[1].when.matches threw TypeError: no such field');
    expect(simulator.journal).toMatchObject([{ status: 400, errorType: 'invalid_request_error' }]);
  });

  it('counts the requests that are not answered yet', async () => {
    const simulator = await simulate({
      faults: [
        { when: { matches: ({ inFlight }) => inFlight > 2 }, response: { status: 429 } },
        { delayMs: 100 },
      ],
    });
    const statuses = async (times: number): Promise<number[]> => {
      const responses = await Promise.all(Array.from({ length: times }, () => post(simulator, PARAMS)));
      return responses.map(({ status }) => status).toSorted();
    };
    expect(await statuses(3)).toEqual([200, 200, 429]);
    expect(await statuses(2)).toEqual([200, 200]);
  });
});

it('the journal has the tokens of each answer, also of one that is cut, and none of an error', async () => {
  const simulator = await simulate({
    faults: [
      { when: { request: 1 }, response: { status: 500 } },
      { when: { request: 2 }, stream: { after: { events: 3 }, then: 'end' } },
      { answer: { usage: { output_tokens: 7 } } },
    ],
  });
  for (let i = 0; i < 3; i++) await (await post(simulator, { ...PARAMS, stream: true })).text();
  await simulator.settled();
  expect(simulator.journal.map(({ usage }) => usage?.output_tokens)).toEqual([undefined, 12, 7]);
});

describe('what a request asks for itself', () => {
  it('a named fault, by its model, and it is answered as that model otherwise', async () => {
    const simulator = await simulate();
    const client = clientOf(simulator);
    const error = await failure(client.messages.create({ ...PARAMS, model: 'simulate:rate-limit' }));
    expect(error).toBeInstanceOf(RateLimitError);
    const message = await client.messages.create({ ...PARAMS, model: 'simulate:max-tokens' });
    expect(message).toMatchObject({ model: 'simulate:max-tokens', stop_reason: 'max_tokens' });
    await simulator.settled();
    expect(simulator.journal.map(({ fault }) => fault)).toEqual(['rate-limit', 'max-tokens']);
  });

  it('a script, by its header, in place of the one that is loaded', async () => {
    const simulator = await simulate('401');
    const client = clientOf(simulator, { maxRetries: 1 });
    const headers = { 'x-simulator-fault': '1: 529 retry-after=0.01' };
    expect((await client.messages.create(PARAMS, { headers })).type).toBe('message');
    expect(await failure(client.messages.create(PARAMS))).toBeInstanceOf(Anthropic.AuthenticationError);
    await simulator.settled();
    expect(simulator.journal.map(({ status }) => status)).toEqual([529, 200, 401]);
  });

  it('is told when it asks for what cannot be', async () => {
    const client = clientOf(await simulate());
    const unknown = await failure(client.messages.create({ ...PARAMS, model: 'simulate:nothing' }));
    expect(unknown).toBeInstanceOf(Anthropic.BadRequestError);
    expect(unknown.message).toContain('found \\"nothing\\"');
    const unstreamed = await failure(client.messages.create({ ...PARAMS, model: 'simulate:stream-cut' }));
    expect(unstreamed).toBeInstanceOf(Anthropic.BadRequestError);
    expect(unstreamed.message).toContain('\\"stream\\": true');
  });

  it.each(Object.keys(NAMED_FAULTS).filter((name) => !['slow', 'stream-stall'].includes(name)))(
    '%s does something',
    async (name) => {
      const simulator = await simulate();
      const response = await post(simulator, { ...PARAMS, stream: true, model: `simulate:${name}` });
      const faulty = await response.text().catch(() => 'broken');
      await simulator.settled();
      const healthy = await (await post(simulator, { ...PARAMS, stream: true })).text();
      expect(simulator.journal[0]?.fault).toBe(name);
      expect(NAMED_FAULT_TITLES[name]).toBeTruthy();
      // All but ids and model.
      const plain = (text: string) => text.replace(/(msg|req|toolu)_\w+|"model":"[^"]*"/g, '');
      expect(plain(faulty)).not.toBe(plain(healthy));
    },
  );
});
