// Finds the rules that a request would break, without sending it.
import { REQUEST_CHECKS } from './checks.ts';
import { givenRequest, type RequestContext } from './given-request.ts';
import { BAD_REQUEST, type ReportProblem, type RequestProblem } from './problem.ts';

/** The most problems of one check. Further ones repeat the same mistake. */
const MOST_OF_ONE = 100;

/**
 * All known problems of a request, in the order of the API's own checks. It sends nothing.
 *
 * Runs no code of the application, never throws, and takes time in proportion to the request. It accepts fields, words and
 * models that its tables lack, because they may be newer.
 *
 * @param params - The parameters of `messages.create`, or the body of the request.
 * @param context - Further facts about the request, such as its headers.
 * @returns an empty list for a request without problems, or for a value that is not an object.
 * @example checkRequest({ model: 'claude-sonnet-5', max_tokens: 64, messages: [] })[0]?.id; // 'request.messages_empty'
 */
export function checkRequest(params: unknown, context: RequestContext = {}): readonly RequestProblem[] {
  const request = givenRequest(params, context);
  if (request === undefined) return [];
  return REQUEST_CHECKS.flatMap(({ id, source, check }) => {
    const found: RequestProblem[] = [];
    const report: ReportProblem = (path, message, more) => {
      if (found.length >= MOST_OF_ONE) return;
      found.push({ id, path, message, ...BAD_REQUEST, certain: true, source, ...more });
    };
    check(request, report);
    return found;
  });
}
