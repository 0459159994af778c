// What the results add up to: the first failure, its fix, and what will still work.
import type { Finding } from '@sevenstep/checklist';
import { EXIT } from '../exit.ts';
import type { Result } from './types.ts';

export interface Verdict {
  readonly status: 'pass' | 'warn' | 'fail';
  readonly exitCode: number;
  /** What stopped the walk. */
  readonly finding: Finding | undefined;
  readonly stillWorks: string;
}

/** By the step that failed. */
const STILL_WORKS: Readonly<Record<number, string>> = {
  1: 'No call from here reaches a server.',
  2: 'The network works as far as the server that answered; no call gets past it.',
  3: 'Network and endpoint work; no call is let in with this key.',
  4: 'Network, endpoint and key work: calls with another model or request may pass.',
  5: 'Network, endpoint, key and request are good: calls pass again when there is room in the limit.',
  6: 'Everything on this side works: calls pass again when the service does.',
  7: 'Calls without streaming work; a streamed answer does not arrive as it should.',
};

export function verdictOf(results: readonly Result[]): Verdict {
  const found = results.flatMap(({ findings }) => findings);
  const finding = found.find(({ severity }) => severity === 'error');
  const is = (status: Result['status']) => results.some((result) => result.status === status);
  if (is('fail')) {
    const closed = finding === undefined ? '' : (STILL_WORKS[finding.step] ?? '');
    return { status: 'fail', exitCode: EXIT.fail, finding, stillWorks: closed + otherWay(results, finding) };
  }
  const sent = results.some(({ id, status }) => id === 'response' && status !== 'skip');
  return {
    status: is('warn') ? 'warn' : 'pass',
    exitCode: is('warn') ? EXIT.warnings : EXIT.ok,
    finding: undefined,
    stillWorks: sent
      ? 'Calls work, streamed ones too.'
      : 'Network, endpoint and key work. Whether a message passes was not tried.',
  };
}

/** With the direct way closed, the proxy that is set may be open. */
function otherWay(results: readonly Result[], finding: Finding | undefined): string {
  const note = results
    .find(({ id }) => id === 'proxy')
    ?.notes.find(({ says }) => says.includes('can be reached'));
  return finding?.step === 1 && note !== undefined ? ' Through the proxy, calls would.' : '';
}
