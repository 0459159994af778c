// The situations to rehearse, their needs, and the environment of the application.
import { SIMULATOR_API_KEY } from '@sevenstep/anthropic-simulator';
import { describe, expect, test } from 'vitest';
import { apiKeyOf, baseUrlOf, environmentOf } from '../src/drill/environment.ts';
import { needsOf } from '../src/drill/needs.ts';
import { findSituation, SITUATIONS, searchSituations } from '../src/drill/situations.ts';

describe('a situation is found', () => {
  test.each([
    ['service.overloaded', 'service.overloaded'],
    [' Service.Overloaded ', 'service.overloaded'],
    ['key_invalid', 'identity.key_invalid'],
  ])('by %j', (typed, name) => {
    expect(findSituation(typed)).toMatchObject({ name, diagnosis: name });
  });

  test('of a named fault the diagnosis is open', () => {
    expect(findSituation('stream-cut').diagnosis).toBeUndefined();
  });

  test('by a word of its name or title', () => {
    const found = searchSituations('OVERLOADED').map(({ name }) => name);
    expect(found).toContain('service.overloaded');
    expect(found.length).toBeLessThan(SITUATIONS.length / 4);
    expect(searchSituations('')).toHaveLength(SITUATIONS.length);
  });

  test.each([
    ['service.overlaoded', 'there is no drill "service.overlaoded"; did you mean service.overloaded?'],
    ['nothing at all like one', 'there is no drill "nothing at all like one"; list them with "drill --list"'],
    // Several end so.
    ['unrecognized', /^there is no drill "unrecognized"/],
  ])('and else said why not: %s', (typed, message) => {
    expect(() => findSituation(typed)).toThrow(message);
  });
});

describe('what an application needs', () => {
  const title = 't';
  test.each<[drill: Parameters<typeof needsOf>[0], says: string[]]>([
    [{ title }, []],
    [{ title, call: { method: 'stream' } }, ['It happens when the application streams its answers.']],
    [
      { title, call: { method: 'create-streamed' } },
      ['It happens when the application streams its answers.'],
    ],
    [
      {
        title,
        call: { method: 'tool-runner', stopAfterEvents: 0, pauseBetweenEventsMs: 0, params: { a: 1 } },
      },
      [
        'It happens when the application uses the tool runner, stops reading a stream before its end, takes a long time for each event of a stream, sends such a request.',
      ],
    ],
    [{ title, call: { timeoutMs: 5 } }, ['It happens when the application has a short timeout.']],
    [{ title, call: { params: {} } }, []],
    [{ title, calls: [{}] }, []],
    [
      { title, call: { abortAfterMs: 5 }, calls: [{ times: 2 }, { deadlineMs: 5 }] },
      [
        'It happens when the application aborts its call, gives its call a deadline, by AbortSignal.timeout(), makes 3 calls.',
      ],
    ],
    [
      { title, faults: [{ when: { attempt: 1 }, response: { status: 500 } }] },
      ['It happens when the application leaves retries to the SDK (maxRetries above 0), not to a framework.'],
    ],
    [
      { title, thresholds: { nearLimitShare: 0.5 } },
      ['The drill needs these thresholds instead of the defaults: {"nearLimitShare":0.5}.'],
    ],
  ])('%#', (drill, says) => {
    expect(needsOf(drill)).toEqual(says);
  });
});

describe('the environment', () => {
  const title = 't';
  const URL_OF = 'http://127.0.0.1:9';

  test('leads calls to the simulator and spans to the receiver, and nothing elsewhere', () => {
    const given = {
      PATH: '/bin',
      OTEL_SERVICE_NAME: 'shop',
      ANTHROPIC_API_KEY: 'sk-ant-mine',
      ANTHROPIC_AUTH_TOKEN: 'token',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_LOGS_EXPORTER: 'otlp',
      OTEL_SDK_DISABLED: 'true',
      OTEL_CONFIG_FILE: '/etc/otel.yaml',
      OTEL_EXPERIMENTAL_CONFIG_FILE: '/etc/otel.yaml',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.01',
      ...Object.fromEntries(
        ['', 'TRACES_', 'METRICS_', 'LOGS_', 'PROFILES_'].flatMap((signal) =>
          ['ENDPOINT', 'HEADERS', 'PROTOCOL', 'CERTIFICATE', 'CLIENT_KEY', 'INSECURE'].map((name) => [
            `OTEL_EXPORTER_OTLP_${signal}${name}`,
            'https://production.example',
          ]),
        ),
      ),
      NODE_OPTIONS: '--no-warnings',
    };
    const addresses = {
      baseUrl: URL_OF,
      receiver: 'http://127.0.0.1:8',
      key: 'sk-ant-other',
      register: undefined,
    };
    const made = {
      PATH: '/bin',
      OTEL_SERVICE_NAME: 'shop',
      NODE_OPTIONS: '--no-warnings',
      ANTHROPIC_API_KEY: 'sk-ant-other',
      ANTHROPIC_BASE_URL: URL_OF,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:8',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_BSP_SCHEDULE_DELAY: '200',
    };
    expect(environmentOf(given, addresses)).toEqual(made);
    expect(environmentOf(given, { ...addresses, register: 'file:///r.mjs' }).NODE_OPTIONS).toBe(
      '--no-warnings --import=file:///r.mjs',
    );
    expect(environmentOf({}, { ...addresses, register: 'file:///r.mjs' }).NODE_OPTIONS).toBe(
      '--import=file:///r.mjs',
    );
    const { ANTHROPIC_API_KEY: _, ...without } = made;
    expect(environmentOf(given, { ...addresses, key: undefined })).toEqual(without);
  });

  test("the key is the drill's, else the user's, else the simulator's", () => {
    const mine = { ANTHROPIC_API_KEY: 'sk-ant-mine' };
    expect(apiKeyOf({ title, call: { apiKey: 'bad' } }, mine)).toBe('bad');
    expect(apiKeyOf({ title, call: { apiKey: null } }, mine)).toBeUndefined();
    expect(apiKeyOf({ title }, mine)).toBe('sk-ant-mine');
    expect(apiKeyOf({ title }, { ANTHROPIC_API_KEY: 'another' })).toBe(SIMULATOR_API_KEY);
    expect(apiKeyOf({ title }, {})).toBe(SIMULATOR_API_KEY);
  });

  test('calls go to the simulator, or where the drill says', async () => {
    expect(await baseUrlOf({ title }, URL_OF)).toBe(URL_OF);
    expect(await baseUrlOf({ title, call: { baseURL: '/proxy/' } }, URL_OF)).toBe(`${URL_OF}/proxy`);
    expect(await baseUrlOf({ title, call: { baseURL: 'http://other' } }, URL_OF)).toBe('http://other');
    expect(await baseUrlOf({ title, call: { target: 'tls' } }, URL_OF)).toBe('https://127.0.0.1:9');
    expect(await baseUrlOf({ title, call: { target: 'refused' } }, URL_OF)).toMatch(
      /^http:\/\/127\.0\.0\.1:\d{4,5}$/,
    );
  });
});
