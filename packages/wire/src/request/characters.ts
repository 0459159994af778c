// Checks characters: halves of surrogate pairs in the body, and characters that no header can carry.
import type { GivenRequest } from './given-request.ts';
import { isPlainArray, isPlainObject, type Plain } from './plain.ts';
import type { ReportProblem } from './problem.ts';

export function checkSurrogates({ params }: GivenRequest, report: ReportProblem): void {
  const path = brokenText(params);
  if (path !== undefined) {
    report(path.join('.'), 'The request body is not valid JSON: no low surrogate in string');
  }
}

/** The path of the first text with half of a surrogate pair. Recursion is safe, because the depth of a request is bounded. */
function brokenText(value: Plain): (string | number)[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : [];
  if (isPlainArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const path = brokenText(value[index] as Plain);
      if (path) return [index, ...path];
    }
  } else if (isPlainObject(value)) {
    for (const name in value) {
      const path = brokenText(value[name] as Plain);
      if (path) return [name, ...path];
    }
  }
  return undefined;
}

/** Headers of the key. Step 3 covers their faults. */
const OF_KEY = new Set(['x-api-key', 'authorization', 'proxy-authorization']);
const NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;

/** Parameters that the SDK sends as headers. */
const AS_HEADER: readonly (readonly [param: string, header: string])[] = [
  ['user_profile_id', 'anthropic-user-profile-id'],
  ['workspace_id', 'anthropic-workspace-id'],
];

export function checkHeaders({ params, headers, betas, client }: GivenRequest, report: ReportProblem): void {
  const sent: [path: string, name: string, value: string][] = [];
  if (client === 'sdk') {
    for (const [param, header] of AS_HEADER) {
      const value = params[param];
      if (typeof value === 'string') sent.push([param, header, value]);
    }
    if (isPlainArray(params.betas)) sent.push(['betas', 'anthropic-beta', (betas ?? []).join(',')]);
  }
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (typeof value === 'string' && !OF_KEY.has(name.toLowerCase()))
      sent.push([`headers.${name}`, name, value]);
  }
  for (const [path, name, value] of sent) {
    const message = faultOfHeader(name, value);
    if (message !== undefined) report(path, message, { status: undefined, type: 'client_error' });
  }
}

/** The message that `fetch` of Node.js throws, without the value. */
function faultOfHeader(name: string, value: string): string | undefined {
  if (!NAME.test(name)) return 'Headers.append: "*" is an invalid header name.';
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code > 255) {
      return `Cannot convert argument to a ByteString because the character at index ${index} has a value of ${code} which is greater than 255.`;
    }
  }
  // `fetch` first removes blanks at both ends.
  return /[\r\n\0]/.test(value.replace(/^[\t\r\n ]+|(?<![\t\r\n ])[\t\r\n ]+$/g, ''))
    ? `Headers.append: "*" is an invalid header value.`
    : undefined;
}

/** The versions that a request may name: https://platform.claude.com/docs/en/api/versioning */
const VERSIONS = new Set(['2023-06-01', '2023-01-01']);

export function checkVersion({ headers, client }: GivenRequest, report: ReportProblem): void {
  if (headers === undefined) return;
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'anthropic-version')?.[1];
  if (given === undefined || given === '') {
    if (client === 'http') report('headers', 'anthropic-version: header is required');
  } else if (/^\d{4}-\d\d-\d\d$/.test(given) ? given < '2023-01-01' : !VERSIONS.has(given)) {
    report(
      'headers.anthropic-version',
      `anthropic-version: "${/^v?[\d.-]{1,20}$/.test(given) ? given : '*'}" is not a valid version`,
    );
  }
}
