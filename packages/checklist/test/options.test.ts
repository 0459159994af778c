// A checklist with options: rules, thresholds and severities, and the errors for invalid ones.
import { describe, expect, it, vi } from 'vitest';
import { looksHealthy } from '../src/facts/looks-healthy.ts';
import { nearest } from '../src/ids/nearest.ts';
import { createChecklist, DEFAULT_THRESHOLDS, type RuleCore } from '../src/index.ts';
import { examples } from './examples.ts';
import { apiError, success } from './spans.ts';

const own: RuleCore = {
  id: 'request.our_schema',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The request breaks our own schema',
  cause: 'The gateway of the company checks it.',
  fix: 'Change the request to fit the schema.',
  match: ({ sentence }) => (sentence.includes('our schema') ? [`"${sentence}"`] : undefined),
};
const refused = apiError(400, 'invalid_request_error', 'model: not allowed by our schema');

describe("rules of one's own", () => {
  it('come first where they look as closely', () => {
    const checklist = createChecklist({ rules: [own] });
    expect(checklist.diagnose(refused)?.id).toBe('request.our_schema');
    expect(createChecklist().diagnose(refused)?.id).toBe('request.invalid_value');
  });

  it('can decide by the facts whether the request may pass later; one that throws says no', () => {
    const byStatus = createChecklist({ rules: [{ ...own, retryable: ({ status }) => status === 400 }] });
    expect(byStatus.diagnose(refused)?.retryable).toBe(true);
    const problems: string[] = [];
    const throwing = createChecklist({
      rules: [
        {
          ...own,
          retryable: () => {
            throw new Error('broken');
          },
        },
      ],
      onRuleError: (id, problem) => problems.push(`${id}: ${problem}`),
    });
    expect(throwing.diagnose(refused)).toMatchObject({ id: own.id, retryable: false });
    expect(problems).toEqual(['request.our_schema: Error: broken']);
  });

  it('leave every other diagnosis as it is', () => {
    const checklist = createChecklist({ rules: [own] });
    for (const [id, { is }] of Object.entries(examples)) {
      for (const attributes of is) expect(checklist.diagnose(attributes)?.id).toBe(id);
    }
  });

  it('that throw have found nothing', () => {
    const throwing = () => {
      throw new Error('from the user');
    };
    const bad = createChecklist({ rules: [{ ...own, match: throwing }] });
    expect(bad.diagnose(refused)?.id).toBe('request.invalid_value');
    const badText = createChecklist({ rules: [{ ...own, summary: throwing }] });
    expect(badText.diagnose(refused)?.summary).toBe('request.our_schema');
  });

  it('on calls that succeeded are asked of every call', () => {
    const match = vi.fn(() => undefined);
    createChecklist({ rules: [{ ...own, severity: 'warning', match }] }).diagnose(success());
    expect(match).toHaveBeenCalledOnce();
  });

  it.each<[unknown, string]>([
    ['rule', 'rules: expected a list of rules, got a string'],
    [[null], 'rules[0]: expected a rule, got null'],
    [
      [{ ...own, id: 'ourSchema' }],
      'rules[0].id: expected "<check>.<slug>" such as "request.our_schema", got "ourSchema"',
    ],
    [
      [{ ...own, id: 'request.ourSchema' }],
      'rules[0].id: expected "<check>.<slug>" such as "request.our_schema", got "request.ourSchema"',
    ],
    [[{ ...own, id: 7 }], 'rules[0].id: expected "<check>.<slug>" such as "request.our_schema", got 7'],
    [
      [{ ...own, id: 'company.schema' }],
      'rules[0].id: "company" is not a check; the checks are connection, endpoint, identity, request, limits, service, response',
    ],
    [[{ ...own, id: 'limits.near' }], 'rules[0].id: there is a rule "limits.near" already'],
    [[own, own], 'rules[1].id: there is a rule "request.our_schema" already'],
    [[{ ...own, severity: 'fatal' }], 'rules[0].severity: expected one of error, warning, info, got "fatal"'],
    [[{ ...own, specificity: 4 }], 'rules[0].specificity: expected one of 0, 1, 2, 3, got 4'],
    [
      [{ ...own, retryable: 'no' }],
      'rules[0].retryable: expected true, false or a function of the facts, got "no"',
    ],
    [[{ ...own, fix: '' }], 'rules[0].fix: expected a text or a function of the facts, got ""'],
    [[{ ...own, match: undefined }], 'rules[0].match: expected a function of the facts, got undefined'],
  ])('%# bad: %s', (rules, message) => {
    expect(() => createChecklist({ rules: rules as RuleCore[] })).toThrow(new TypeError(message));
  });
});

describe('severities', () => {
  const declined = success({ 'anthropic.message.stop_reason': 'refusal' });

  it('change what is written', () => {
    const checklist = createChecklist({ severity: { 'response.refusal': 'info' } });
    expect(checklist.diagnose(declined)?.severity).toBe('info');
  });

  it('switch a rule off', () => {
    const checklist = createChecklist({ severity: { 'response.refusal': 'off' } });
    expect(checklist.diagnose(declined)).toBeUndefined();
    expect(checklist.rules.some(({ id }) => id === 'response.refusal')).toBe(false);
  });

  it.each<[unknown, string]>([
    [[], 'severity: expected severities by rule id, got a list'],
    [
      { 'response.refusel': 'off' },
      'severity["response.refusel"]: no rule has this id; did you mean "response.refusal"?',
    ],
    [{ nonsense: 'off' }, 'severity["nonsense"]: no rule has this id'],
    [
      { 'response.refusal': 'none' },
      'severity["response.refusal"]: expected one of error, warning, info, off, got "none"',
    ],
  ])('%# bad: %s', (severity, message) => {
    expect(() => createChecklist({ severity: severity as Record<string, 'off'> })).toThrow(
      new TypeError(message),
    );
  });

  it('a name that is far from all is not guessed', () => {
    expect(nearest('xyz', ['response.refusal'])).toBeUndefined();
  });
});

describe('thresholds', () => {
  it('move the line', () => {
    const near = success({ 'anthropic.ratelimit.requests.remaining': 700 });
    expect(createChecklist().diagnose(near)).toBeUndefined();
    const checklist = createChecklist({ thresholds: { nearLimitShare: 0.2 } });
    expect(checklist.diagnose(near)?.id).toBe('limits.near');
    expect(checklist.diagnose(near)?.summary).toContain('20 %');
  });

  it.each<[unknown, string]>([
    [7, 'thresholds: expected an object, got number'],
    [null, 'thresholds: expected an object, got null'],
    [{ nearLimitShare: 10 }, 'thresholds.nearLimitShare: expected a number from 0 to 1, got 10'],
    [
      { streamStalledSeconds: -1 },
      'thresholds.streamStalledSeconds: expected a number of at least 0, got -1',
    ],
    [
      { stalled: 1 },
      'thresholds.stalled: unknown threshold; the thresholds are nearLimitShare, streamStalledSeconds, slowConsumerSeconds',
    ],
  ])('%# bad: %s', (thresholds, message) => {
    expect(() => createChecklist({ thresholds: thresholds as object })).toThrow(new TypeError(message));
  });
});

describe('the cheap test before the rules', () => {
  it('never calls a span healthy that a rule has a finding on', () => {
    const corpus = Object.values(examples).flatMap(({ is, isNot }) => [
      ...is,
      ...isNot.filter(([, id]) => id !== undefined).map(([attributes]) => attributes),
    ]);
    for (const attributes of corpus) expect(looksHealthy(attributes, DEFAULT_THRESHOLDS)).toBe(false);
  });

  it('sees a healthy call at once', () => {
    expect(looksHealthy(success(), DEFAULT_THRESHOLDS)).toBe(true);
  });
});
