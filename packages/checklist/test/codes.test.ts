// Every error code, error type and stop reason that the installed SDK knows has a rule, or a reason why it needs none.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES } from '../src/conditions/api-codes.ts';
import { KNOWN_ERROR_TYPES } from '../src/facts/failure-stage.ts';
import { diagnose, findRule } from '../src/index.ts';
import { apiError, success } from './spans.ts';

const sdk = new URL('../../instrumentation-anthropic/node_modules/@anthropic-ai/sdk/src/', import.meta.url);
const sourceOf = (path: string): string => readFileSync(new URL(path, sdk), 'utf8');

/** Status and code, with the class that the SDK throws. */
const known = [...sourceOf('core/error-classes.ts').matchAll(/\['(\d{3} [a-z_]+)', (\w+)\]/g)].map(
  ([, code = '', name = '']) => [code, name] as const,
);

/** Class to the resources whose methods say that they throw it. */
const throwers = new Map<string, Set<string>>();
for (const path of readdirSync(new URL('resources/', sdk), { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.ts')) continue;
  for (const [, name = ''] of sourceOf(`resources/${path}`).matchAll(/@throws \{(\w+)\}/g)) {
    throwers.set(
      name,
      (throwers.get(name) ?? new Set()).add(path.replace(/^beta\//, '').replace(/\.ts$/, '')),
    );
  }
}

/** Resources whose codes need no rule, with the reason. Status and type diagnose their calls, with the code as evidence. */
const REASONS: readonly (readonly [resource: RegExp, reason: string])[] = [
  [
    /^organization\//,
    'of the Admin API, which administrators call by hand: members, workspaces, keys, storage, plugins',
  ],
  [/^environments\//, 'of the environments of managed agents, which no call of Messages touches'],
];

/** Why the codes of a class need no rule; `undefined` where one of the resources that throw it is not in {@link REASONS}. */
function reasonOf(name: string): string | undefined {
  const reasons = [...(throwers.get(name) ?? [])].map(
    (resource) => REASONS.find(([resources]) => resources.test(resource))?.[1],
  );
  return reasons.includes(undefined) ? undefined : reasons[0];
}

const TYPES: Readonly<Record<string, string>> = {
  400: 'invalid_request_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'api_error',
  529: 'overloaded_error',
};

describe("the SDK's table of error codes", () => {
  it('was found', () => {
    expect(known.length).toBeGreaterThan(110);
    expect(throwers.size).toBeGreaterThan(100);
  });

  it.each(known)('%s has a rule, or a reason why it needs none', (code, name) => {
    expect(CODES.get(code) ?? reasonOf(name), code).toBeDefined();
  });

  it('a code that no resource, or one of Messages, files, models or skills throws, needs a rule', () => {
    expect(reasonOf('OfTheFutureError')).toBeUndefined();
    expect(reasonOf('WorkspaceHumanReviewDisabledError')).toBeUndefined();
    expect(reasonOf('AlreadyMemberError')).toMatch(/^of the Admin API/);
  });

  it.each([...CODES])('%s is %s', (code, id) => {
    expect(known.map(([one]) => one)).toContain(code);
    expect(findRule(id)).toBeDefined();
    const [status = '', name = ''] = code.split(' ');
    const words = 'Words that nobody has seen.';
    const span = apiError(Number(status), TYPES[status] ?? '', words, { 'anthropic.error.code': name });
    expect(diagnose(span)?.id).toBe(id);
  });

  it('a code of the future, or with another status, decides nothing', () => {
    const span = (status: number, code: string) =>
      apiError(status, TYPES[status] ?? '', 'Words.', { 'anthropic.error.code': code });
    expect(diagnose(span(400, 'brand_new_code'))?.id).toBe('request.unrecognized');
    expect(diagnose(span(429, 'cmek_key_disabled'))?.id).toBe('limits.unrecognized');
    expect(diagnose(span(400, 'ramp_limit_exceeded'))?.id).toBe('request.unrecognized');
  });
});

/** The members of a union of texts. */
const unionOf = (name: string, path: string): string[] => {
  const union = new RegExp(`export type ${name} =([^;]+);`).exec(sourceOf(path))?.[1] ?? '';
  return [...union.matchAll(/'(\w+)'/g)].map(([, member = '']) => member);
};

describe("the SDK's unions", () => {
  const types = unionOf('ErrorType', 'resources/shared.ts');
  const stopReasons = [
    ...unionOf('StopReason', 'resources/messages/messages.ts'),
    ...unionOf('BetaStopReason', 'resources/beta/messages/messages.ts'),
  ];

  it('were found', () => {
    expect(types.length).toBeGreaterThan(10);
    expect(stopReasons.length).toBeGreaterThan(12);
  });

  it.each(types)('the error type %s is known', (type) => {
    expect(KNOWN_ERROR_TYPES).toContain(type);
  });

  /** Nothing is wrong with an answer that ends so; an application asks for the pause after a compaction. */
  const HEALTHY = ['end_turn', 'stop_sequence', 'tool_use', 'compaction'];

  it.each([...new Set(stopReasons)])('the stop reason %s has a rule, or is healthy', (reason) => {
    const span = success({
      'anthropic.message.stop_reason': reason,
      'gen_ai.response.finish_reasons': [reason],
    });
    expect(diagnose(span) === undefined).toBe(HEALTHY.includes(reason));
  });
});
