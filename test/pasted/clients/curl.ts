// curl: the first thing that people try when a call fails.
import type { CallSpec, Client, Printed } from '../client.ts';
import { runProcess } from '../processes.ts';
import { commandFound } from '../tools.ts';
import { ANY_CHARACTER, EVENTS_UNREAD, NO_KEY_FUNCTION, NO_SIGNAL } from './reasons.ts';

const FORMS = ['curl', 'curl -i', 'curl -v', 'curl -f'] as const;

export const curl: Client = {
  id: 'curl',
  title: 'curl',
  forms: FORMS,
  cannot: {
    ...NO_SIGNAL,
    ...NO_KEY_FUNCTION,
    ...ANY_CHARACTER,
    ...EVENTS_UNREAD,
    'identity.key_characters': 'curl sends any character',
    'identity.key_whitespace': 'curl ends the header at the line break',
  },
  // To curl, what has no scheme has `http:`.
  truth: { 'connection.invalid_url': 'connection.dns' },
  install: () => commandFound('curl'),
  run: (_folder, call) => printedByCurl(call, FORMS),
};

/** The output of curl for one call, in each form. */
export async function printedByCurl(
  call: CallSpec,
  forms: readonly (typeof FORMS)[number][],
): Promise<Printed> {
  const printed: Record<string, string> = {};
  for (const form of forms) {
    const option = form.split(' ')[1];
    const args = ['-sS', '-N', ...(option === undefined ? [] : [option]), ...requestArgs(call)];
    const { stdout, stderr } = await runProcess('curl', args);
    printed[form] = onTerminal(withoutBytes(stderr), stdout);
  }
  return printed;
}

/** In the order in which a terminal shows it: the headers, the body, and what curl says at the end. */
function onTerminal(stderr: string, stdout: string): string {
  const headers = /^[\s\S]*\n<[^\n]*\n/.exec(stderr)?.[0] ?? '';
  return `${headers}${stdout}\n${stderr.slice(headers.length)}`;
}

/** Without the lines that count bytes, which differ from run to run. */
const withoutBytes = (text: string): string => text.replaceAll(/^[{}] \[\d+ bytes data\]\r?\n/gm, '');

function requestArgs({ baseURL, apiKey, headers, params, stream, betas, timeoutMs }: CallSpec): string[] {
  const all: Readonly<Record<string, string>> = {
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    ...(apiKey !== null && { 'x-api-key': apiKey }),
    ...(betas.length > 0 && { 'anthropic-beta': betas.join(',') }),
    ...headers,
  };
  return [
    `${baseURL}/v1/messages`,
    ...(timeoutMs === undefined ? [] : ['--max-time', String(timeoutMs / 1000)]),
    ...Object.entries(all).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    '-d',
    JSON.stringify({ ...params, ...(stream && { stream }) }),
  ];
}
