// Lints a request: the answers that it would get, read as those of a call are.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { checkRequest, type RequestContext, type RequestProblem } from '@sevenstep/wire/request';
import { readFacts } from '../facts/read-facts.ts';
import { findingOf } from '../findings/find.ts';
import type { Finding } from '../findings/finding.ts';
import { cores } from '../rules/cores.ts';

/** A finding about a request that was not sent. */
export interface RequestFinding extends Finding {
  /** Where, as in `messages.3.content.0`; empty for the request as a whole. */
  readonly path: string;
  /** The sentence of the API's answer, or of the SDK's error. */
  readonly message: string;
  /** Where the bound or the sentence is from: an address, or a file of the SDK. */
  readonly source: string;
}

/**
 * Says which rules of step 4 a request would break, without a call. The ids, texts and pages are those of a call that failed.
 *
 * An estimate, such as tokens by characters, is a `warning`; everything else is an `error`. The checks are silent about fields and
 * models that are newer than the tables. Runs no code of the request's objects and never throws.
 *
 * @param params The parameters of `client.messages.create()` or its beta, or the body of the request as an object.
 * @param context Further facts: the model, headers, the day. Default: none.
 * @returns The findings in the order in which the API looks; none for a request in which nothing is wrong.
 * @example
 * lintRequest({ model: 'claude-sonnet-5', max_tokens: 64, messages: [] })[0]?.id; // 'request.messages_empty'
 */
export function lintRequest(params: unknown, context: RequestContext = {}): readonly RequestFinding[] {
  const model = context.model ?? ownString(params, 'model');
  const problems = checkRequest(params, context);
  return [true, false].flatMap((certain) =>
    problems.flatMap((problem) => (problem.certain === certain ? findingFor(problem, model) : [])),
  );
}

function findingFor(problem: RequestProblem, model: string | undefined): readonly RequestFinding[] {
  const { id, path, message, certain, source } = problem;
  const rule = cores.find((core) => core.id === id);
  if (rule === undefined) return [];
  const facts = readFacts(answerTo(problem, model));
  const evidence = path === '' ? [message] : [`at ${path}`, message];
  return [{ ...findingOf(rule, evidence, facts, certain ? 'error' : 'warning'), path, message, source }];
}

/** The answer of the API as the attributes of a call. */
export const answerTo = (
  { status, type, message, code }: Pick<RequestProblem, 'status' | 'type' | 'message' | 'code'>,
  model: string | undefined,
): SpanAttributes => ({
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': model,
  'http.response.status_code': status,
  'error.type': type,
  'anthropic.error.message': message,
  'anthropic.error.code': code,
  // Only the API itself sends one; an answer without it may be a gateway's.
  'anthropic.request.id': status === undefined ? undefined : 'req_lint',
  // The checks look at other headers than the key's.
  'anthropic.auth.key_shape': status === undefined ? 'ok' : undefined,
});

function ownString(value: unknown, name: string): string | undefined {
  try {
    const held: unknown =
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, name)?.value
        : undefined;
    return typeof held === 'string' ? held : undefined;
  } catch {
    return undefined;
  }
}
