// The summary of the results: the first failure, its fix, and the calls that will still work.
import type { Finding } from '@sevenstep/checklist';
import { EXIT } from '../exit.ts';
import type { ProbeResult } from './probe.ts';

export interface CheckSummary {
  readonly status: 'pass' | 'warn' | 'fail';
  readonly exitCode: number;
  /** Whether plain and streamed messages were sent. Otherwise the steps that need them are unknown. */
  readonly complete: boolean;
  /** The finding of the failure that stopped the probes. */
  readonly finding: Finding | undefined;
  readonly stillWorks: string;
}

/** The calls that still work, by the failed step. */
const OTHERWISE: Readonly<Record<number, string>> = {
  1: 'No call from here reaches a server.',
  2: 'A server answers, but calls do not reach the API.',
  3: 'Every call with this key is rejected.',
  4: 'Calls with another model or request may pass.',
  5: 'Calls pass again when the limit has room.',
  6: 'Calls pass again when the service does.',
  7: 'Answers begin to arrive, but do not arrive whole.',
};

/** Probes that prove a part, in their order. */
const PROOFS = [
  ['endpoint', 'network and endpoint'],
  ['identity', 'the key'],
  ['request', 'the request'],
] as const;

/** The steps that worked: `Shown to work: network and endpoint, the key.` */
function provenOf(results: readonly ProbeResult[]): string {
  const parts = PROOFS.filter(([id]) =>
    results.some((result) => result.id === id && (result.status === 'pass' || result.status === 'warn')),
  ).map(([, part]) => part);
  return parts.length === 0 ? '' : `Shown to work: ${parts.join(', ')}. `;
}

export function summarize(results: readonly ProbeResult[]): CheckSummary {
  const found = results.flatMap(({ findings }) => findings);
  const finding = found.find(({ severity }) => severity === 'error');
  const is = (status: ProbeResult['status']) => results.some((result) => result.status === status);
  if (is('fail')) {
    const otherwise = finding === undefined ? '' : (OTHERWISE[finding.step] ?? '');
    const stillWorks = provenOf(results) + otherwise + otherWay(results, finding);
    return { status: 'fail', exitCode: EXIT.fail, complete: false, finding, stillWorks };
  }
  const sent = results.some(({ id, status }) => id === 'response' && status !== 'skip');
  return {
    status: is('warn') ? 'warn' : 'pass',
    exitCode: is('warn') ? EXIT.warnings : EXIT.ok,
    complete: sent,
    finding: undefined,
    stillWorks: sent ? 'Calls work, with streaming too.' : `${provenOf(results)}No message was sent.`,
  };
}

/** If the direct connection fails, the configured proxy may still work. */
function otherWay(results: readonly ProbeResult[], finding: Finding | undefined): string {
  const note = results
    .find(({ id }) => id === 'proxy')
    ?.notes.find(({ says }) => says.includes('can be reached'));
  return finding?.step === 1 && note !== undefined ? ' Calls through the proxy would.' : '';
}
