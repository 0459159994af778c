// The application gives up on a call, by an abort or a deadline, in each phase of it: the judgement hangs on what the
// application did and how far the answer was, and is the same live and by the doctor.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../packages/doctor/test/support/run.ts';
import { type RawReply, type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { asOtlpLines } from '../support/stored-traces.ts';
import { SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
let server: RawServer;
beforeAll(async () => {
  server = await startRawServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The answer stays away for longer than anybody waits. */
const NEVER = 30_000;
const PHASES: Readonly<
  Record<string, { readonly reply: RawReply; readonly stream: boolean; readonly began: boolean }>
> = {
  'before the headers': { reply: { parts: [], delay: NEVER }, stream: false, began: false },
  'before the headers of a stream': { reply: { parts: [], delay: NEVER }, stream: true, began: false },
  'while a JSON body comes': {
    reply: {
      headers: { 'content-type': 'application/json', 'request-id': 'req_1' },
      parts: ['{"id":"msg_1","type":"message",', NEVER],
    },
    stream: false,
    began: true,
  },
  'while a stream comes': {
    reply: { parts: [`event: ping\ndata: {"type":"ping"}\n\n`, NEVER] },
    stream: true,
    began: true,
  },
};
const CAUSES = {
  abort: {
    reason: undefined,
    expected: (began: boolean) => (began ? 'response.stream_abandoned info 7' : 'connection.aborted info 1'),
  },
  deadline: {
    reason: new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
    expected: (began: boolean) => (began ? 'response.stream_timeout error 7' : 'connection.deadline error 1'),
  },
} as const;

const CASES = Object.entries(PHASES).flatMap(([phase, how]) =>
  Object.entries(CAUSES).flatMap(([cause, { reason, expected }]) =>
    SPAN_KINDS.map((kind) => ({ phase, cause, kind, reason, ...how, expected: expected(how.began) })),
  ),
);

test.each(CASES)('$kind: an application that gives up by $cause $phase is $expected', async (one) => {
  fixture.telemetry.takeSpans();
  server.reply(one.reply);
  const controller = new AbortController();
  setTimeout(() => controller.abort(one.reason), 100);
  const client = fixture.client(one.kind, { baseURL: server.url, maxRetries: 0 });
  const answer = await client.messages
    .create({ ...PARAMS, stream: one.stream }, { signal: controller.signal })
    .catch(() => []);
  if (Symbol.asyncIterator in answer) for await (const _ of answer);
  const spans = fixture.telemetry.takeSpans();
  const live = spans.map(({ attributes }) => attributes);
  const judged = (given: { id?: unknown; severity?: unknown; step?: unknown } = {}) =>
    `${given.id} ${given.severity} ${given.step}`;
  expect(
    live.map((attributes) =>
      judged({
        id: attributes['anthropic.diagnosis.id'],
        severity: attributes['anthropic.diagnosis.severity'],
        step: attributes['anthropic.diagnosis.step'],
      }),
    ),
  ).toEqual([one.expected]);
  // As somebody else would store it: without the diagnosis.
  const stored = (await asOtlpLines(spans)).replaceAll('anthropic.diagnosis.', 'x.');
  const { stdout } = await run(['diagnose', '-', '--json'], { stdin: stored });
  expect(JSON.parse(stdout).groups.map(judged)).toEqual([one.expected]);
});
