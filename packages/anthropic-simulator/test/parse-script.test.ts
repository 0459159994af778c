// The text form: the meaning of each phrase, and the errors for bad text.
import { describe, expect, it } from 'vitest';
import { checkScript } from '../src/script/check-script.ts';
import { describeFault } from '../src/script/describe-fault.ts';
import { NAMED_FAULTS } from '../src/script/named-faults.ts';
import { parseScript } from '../src/script/parse-script.ts';
import { ScriptSyntaxError } from '../src/script/reader.ts';
import type { Fault } from '../src/script/script.ts';

const only = (text: string): Fault | undefined => {
  const { faults } = parseScript(text);
  expect(faults).toHaveLength(1);
  return faults[0];
};

describe('the text form', () => {
  it('reads the example', () => {
    expect(
      parseScript('1: 529 retry-after=1; 2: error after 3 deltas; 3: ok', { name: 'n', seed: 4 }),
    ).toEqual({
      name: 'n',
      seed: 4,
      faults: [
        {
          when: { attempt: 1 },
          response: {
            status: 529,
            headers: { 'retry-after': '1' },
            error: { type: 'overloaded_error', message: 'Overloaded' },
          },
        },
        { when: { attempt: 2 }, stream: { after: { deltas: 3 }, then: 'error' } },
        { when: { attempt: 3 }, name: 'ok' },
      ],
    });
  });

  it.each<[string, Fault['when']]>([
    ['1: reset', { attempt: 1 }],
    ['1:reset', { attempt: 1 }],
    ['1,3: reset', { attempt: [1, 3] }],
    ['2-4: reset', { attempt: [2, 3, 4] }],
    ['3+: reset', { attempt: { from: 3 } }],
    ['#2: reset', { request: 2 }],
    ['#5+: reset', { request: { from: 5 } }],
    ['12.5%: reset', { probability: 0.125 }],
    ['*: reset', undefined],
    ['reset', undefined],
  ])('%s', (text, when) => {
    expect(only(text)).toEqual({ ...(when && { when }), connection: 'reset' });
  });

  it.each<[string, Fault]>([
    ['close', { connection: 'close' }],
    ['hang', { connection: 'hang' }],
    ['delay 2s', { delayMs: 2000 }],
    ['delay 5ms hang', { delayMs: 5, connection: 'hang' }],
    ['ok a=1 !Request-Id', { response: { headers: { a: '1', 'request-id': null } } }],
    ['200 a="b; c: d"', { response: { status: 200, headers: { a: 'b; c: d' } } }],
    ['302 location=http://x/y', { response: { status: 302, headers: { location: 'http://x/y' } } }],
    [
      '400 "say \\"why\\"; now"',
      { response: { status: 400, error: { type: 'invalid_request_error', message: 'say "why"; now' } } },
    ],
    ['429 api_error "m"', { response: { status: 429, error: { type: 'api_error', message: 'm' } } }],
    ['billing_error "m"', { response: { status: 402, error: { type: 'billing_error', message: 'm' } } }],
    ['cut after 1 byte', { stream: { after: { bytes: 1 }, then: 'reset' } }],
    ['end after 0 events', { stream: { after: { events: 0 }, then: 'end' } }],
    ['stall 1500 after 1 delta', { stream: { after: { deltas: 1 }, then: 'stall', stallMs: 1500 } }],
    ['garbage after 2 events', { stream: { after: { events: 2 }, then: 'garbage' } }],
    [
      'error api_error "m" after 2 events',
      { stream: { after: { events: 2 }, then: 'error', error: { type: 'api_error', message: 'm' } } },
    ],
    ['overloaded', NAMED_FAULTS.overloaded ?? {}],
    [
      'stream-cut retry-after=1',
      { ...NAMED_FAULTS['stream-cut'], response: { headers: { 'retry-after': '1' } } },
    ],
  ])('%s', (text, fault) => {
    expect(only(text)).toEqual(fault);
  });

  it('has an end to every part, a blank one too', () => {
    expect(parseScript('').faults).toEqual([]);
    expect(parseScript(' ; 1: ok ;; ').faults).toHaveLength(1);
  });

  it.each<[string, number, number, RegExp]>([
    ['1: 529; 2: frobnicate', 2, 12, /expected ok, a status, .* or the name of a fault, found "frobnicate"$/],
    ['one: 529', 1, 1, /expected which requests: .*, found "one"$/],
    ['0: 529', 1, 1, /expected which requests/],
    ['3-1: 529', 1, 1, /expected which requests/],
    ['101%: 529', 1, 1, /expected which requests/],
    ['1:', 1, 3, /expected ok, .*, found the end$/],
    [
      '1: 529 ???',
      1,
      8,
      /expected an error type, header=value, !header, a "message" or the end, found "\?\?\?"$/,
    ],
    ['1: 999', 1, 4, /expected a status from 200 to 599, found "999"$/],
    ['ok; cut 3 events', 2, 9, /expected after, found "3"$/],
    ['cut after three events', 1, 11, /expected a whole number, found "three"$/],
    ['cut after 3', 1, 12, /expected events, deltas or bytes, found the end$/],
    ['cut after 3 apples', 1, 13, /expected events, deltas or bytes, found "apples"$/],
    ['stall after 3 events', 1, 7, /expected a time such as 500, 500ms or 2s, found "after"$/],
    ['reset 529', 1, 7, /expected the end of this part, or ";", found "529"$/],
    ['529 "no end', 1, 5, /expected a closing ", found none$/],
    ['toString', 1, 1, /expected ok/],
  ])('%s: says what and where', (text, part, column, message) => {
    let error: unknown;
    try {
      parseScript(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ScriptSyntaxError);
    expect(error).toMatchObject({ part, column });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(`part ${part}, column ${column}: `);
  });
});

describe('a fault without a name', () => {
  it.each([
    '529',
    '500 overloaded_error',
    'reset',
    'delay 500',
    'cut after 3 events',
    'end after 1 delta',
    'stall 200 after 10 bytes',
    'error after 3 deltas',
    'error api_error after 3 deltas',
    'garbage after 0 events',
    'ok',
  ])('is called what it does: %s', (text) => {
    expect(describeFault(only(text) ?? {})).toBe(text);
  });
});

describe('a typed script', () => {
  it.each<[unknown, string]>([
    [{}, 'script.faults: expected a value'],
    [{ faults: {} }, 'script.faults: expected a list of faults, found {}'],
    [
      { faults: [{}, { status: 529 }] },
      'script.faults[1].status: not a field; the fields are name, when, delayMs',
    ],
    [{ faults: [{ when: { attempt: 0 } }] }, 'script.faults[0].when.attempt: expected a whole number from 1'],
    [{ faults: [{ when: { probability: 2 } }] }, 'when.probability: expected a number from 0 to 1, found 2'],
    [{ faults: [{ connection: 'drop' }] }, 'connection: expected one of reset, close, hang, found "drop"'],
    [{ faults: [{ stream: { then: 'reset' } }] }, 'stream.after: expected a value'],
    [{ faults: [{ stream: { then: 'reset', after: { events: -1 } } }] }, 'stream.after: expected one of'],
    [
      { faults: [{ response: { headers: { 'a b': 'c' } } }] },
      'response.headers["a b"]: expected the name of a header',
    ],
    [
      { faults: [{ response: { headers: { a: 'b\nc' } } }] },
      'response.headers["a"]: expected a value without control',
    ],
    [
      { faults: [{ answer: { usage: { input_tokens: 1.5 } } }] },
      'usage.input_tokens: expected a whole number',
    ],
  ])('%j: says which field is wrong', (script, message) => {
    expect(() => checkScript(script)).toThrow(TypeError);
    expect(() => checkScript(script)).toThrow(message);
  });

  it('is what the named faults are', () => {
    const script = { faults: Object.values(NAMED_FAULTS) };
    expect(checkScript(script)).toBe(script);
  });
});
