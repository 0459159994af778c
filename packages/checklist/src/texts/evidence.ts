// The facts of a call as short strings: what a reader needs in order to believe a finding.
import type { Facts, RetriedAttempt } from '../facts/facts.ts';
import { clip, count, duration, list, plural, wait } from './format.ts';

/** Status, type, code and sentence of an error answer; of an `error` event also how far its stream came. */
export function answerEvidence(facts: Facts): readonly string[] {
  const answer = list(
    facts.status !== undefined && `status ${facts.status}`,
    facts.errorType !== undefined && facts.errorType !== String(facts.status) && clip(facts.errorType, 80),
    facts.errorCode !== undefined && `code ${clip(facts.errorCode, 80)}`,
    facts.sentence !== '' && `"${clip(facts.sentence, 200)}"`,
    facts.retryAfterSeconds !== undefined && `retry-after ${wait(facts.retryAfterSeconds)}`,
    facts.attempts > 1 && plural(facts.attempts, 'attempt'),
  );
  return facts.stream.outcome === 'error_event' ? [...answer, ...streamEvidence(facts)] : answer;
}

/** `: status 400`, where the answer has the status of an error. */
export const errorStatus = ({ status = 0 }: Facts): string => (status < 400 ? '' : `: status ${status}`);

/** `, in each of 3 attempts`, where there were several. */
export const inEachAttempt = ({ attempts }: Facts): string =>
  attempts > 1 ? `, in each of ${plural(attempts, 'attempt')}` : '';

/** Who answered, for an answer that is not the API's. */
export function gatewayEvidence(facts: Facts): readonly string[] {
  return list(
    facts.status !== undefined && `status ${facts.status}`,
    facts.requestId === undefined && 'no request-id',
    facts.body !== undefined && facts.body !== 'api_error' && `${facts.body} body`,
    facts.server !== undefined && `server: ${clip(facts.server, 60)}`,
    facts.via !== undefined && `via: ${clip(facts.via, 60)}`,
    facts.retryAfterSeconds !== undefined && `retry-after ${wait(facts.retryAfterSeconds)}`,
    facts.durationSeconds !== undefined && facts.durationSeconds >= 1 && elapsed(facts),
  );
}

/** `after 60 s`, or `3 attempts in 60 s`: how long the last of several took is unknown. */
export function elapsed({ attempts, durationSeconds }: Facts): string | undefined {
  if (durationSeconds === undefined) return undefined;
  const time = duration(durationSeconds);
  return attempts > 1 ? `${plural(attempts, 'attempt')} in ${time}` : `after ${time}`;
}

/** The same, and what it says. */
export function gatewayAnswer(facts: Facts): readonly string[] {
  return [...gatewayEvidence(facts), ...list(facts.sentence !== '' && `"${clip(facts.sentence, 160)}"`)];
}

/** Code, sentence, address and attempts of a connection that failed. */
export function connectionEvidence(facts: Facts): readonly string[] {
  return list(
    facts.causeCode !== undefined && clip(facts.causeCode, 60),
    facts.causeCode === undefined && facts.errorType !== undefined && clip(facts.errorType, 60),
    facts.causeCode === undefined && facts.sentence !== '' && `"${clip(facts.sentence, 200)}"`,
    facts.host !== undefined && address(facts),
    facts.attempts > 1 && plural(facts.attempts, 'attempt'),
  );
}

/** How far a stream came. */
export function streamEvidence(facts: Facts): readonly string[] {
  const { stream } = facts;
  return list(
    stream.outcome !== undefined && `stream ${stream.outcome}`,
    stream.events !== undefined && plural(stream.events, 'event'),
    stream.lastEvent !== undefined && `last: ${clip(stream.lastEvent, 60)}`,
    stream.openBlock !== undefined && `open block: ${clip(stream.openBlock, 60)}`,
    stream.silenceSeconds !== undefined && `${duration(stream.silenceSeconds)} since the last event`,
    facts.causeCode !== undefined && clip(facts.causeCode, 60),
  );
}

/** Each retried attempt, and the wait. */
export function retryEvidence(facts: Facts, attempts: readonly RetriedAttempt[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const { code, failure } of attempts) {
    const reason = clip(`${code} ${failure}`, 60);
    seen.set(reason, (seen.get(reason) ?? 0) + 1);
  }
  return [
    ...[...seen].map(([reason, times]) => (times === 1 ? reason : `${reason} (${times} times)`)),
    ...list(facts.waitedSeconds !== undefined && `waited ${duration(facts.waitedSeconds)}`),
  ];
}

/** Output tokens against the most allowed, which is a limit of each turn. */
export function tokenEvidence({ contextOutputTokens, maxTokens }: Facts): readonly string[] {
  return list(
    contextOutputTokens !== undefined && `${count(contextOutputTokens)} output tokens`,
    maxTokens !== undefined && `max_tokens ${count(maxTokens)}`,
  );
}

/** `api.anthropic.com:443`, or words for it. */
export function address({ host, port }: Facts): string {
  if (host === undefined) return 'the base URL';
  return port === undefined ? clip(host, 60) : `${clip(host, 60)}:${port}`;
}

/** ` (nginx)`, where an answer that is not the API's names who wrote it. */
export const byServer = ({ server }: Facts): string => (server === undefined ? '' : ` (${clip(server, 30)})`);

/** The first advice if the variables of a proxy are set and Node.js does not read them. */
export const proxyFirst = ({ proxy }: Facts): string =>
  proxy === 'ignored'
    ? 'Start Node.js with NODE_USE_ENV_PROXY=1: it ignores the proxy variables that are set here. Else: '
    : '';
