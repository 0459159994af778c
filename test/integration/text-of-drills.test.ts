// The text of the SDK's error in every drill, in each form, leads to the drill's rule or to a more general one.
import { inspect } from 'node:util';
import Anthropic from '@anthropic-ai/sdk';
import { runDrill, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { findRule, type RuleId } from '@sevenstep/checklist';
import { drills } from '@sevenstep/checklist/drills';
import { diagnoseText } from '@sevenstep/checklist/text';
import { afterAll, beforeAll, expect, test } from 'vitest';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const FORMS: Readonly<Record<string, (error: Error) => string>> = {
  string: String,
  stack: (error) => error.stack ?? '',
  inspect: (error) => inspect(error),
  uncaught: (error) =>
    `${import.meta.filename}:12\n    throw error;\n    ^\n\n${inspect(error)}\n\nNode.js ${process.version}`,
  pino: (error) =>
    JSON.stringify({
      level: 50,
      time: 1_764_348_361_000,
      pid: 7,
      hostname: 'web-1',
      err: { ...error, type: error.constructor.name, message: error.message, stack: error.stack },
      msg: 'anthropic call failed',
    }),
  winston: (error) =>
    JSON.stringify({
      level: 'error',
      message: `chat failed: ${error.message}`,
      stack: error.stack,
      service: 'chat',
      timestamp: '2026-11-28T16:46:01.123Z',
    }),
};

/** Rules for the same step that are less specific. */
const isMoreGeneral = (id: RuleId, than: string): boolean =>
  id === 'unknown.unrecognized' ||
  (id.split('.')[0] === than.split('.')[0] &&
    (findRule(id)?.specificity ?? 0) < (findRule(than)?.specificity ?? 0));

/** Drills whose error has another situation's words. Only other facts of the span distinguish them. */
const SAME_WORDS: Readonly<Record<string, string>> = {
  // The SDK throws the same error for every signal.
  'connection.deadline': 'connection.aborted',
  // Only the output of `inspect` has the cause.
  'endpoint.content_encoding': 'response.interrupted',
  // The text does not name the header.
  'request.header_characters': 'identity.key_whitespace',
  // The text does not name the sender: AWS's header is not in the message.
  'identity.cloud_permission': 'endpoint.gateway_refused',
  // The text does not show whether the client sent a key.
  'identity.header_stripped': 'identity.missing_credentials',
};

/** The words of a JSON parser alone do not show that they are about an answer of Claude. */
const SAYS_NOTHING = new Set(['response.stream_malformed as string']);

/** Drills with one call, which fails. */
const failing = Object.entries(drills).filter(([, drill]) => drill.calls === undefined);

test.each(failing)('%s', async (id, drill) => {
  simulator.load({ faults: drill.faults ?? [] });
  let thrown: unknown;
  await runDrill(Anthropic, drill, {
    baseURL: simulator.url,
    onError: (error) => {
      thrown = error;
    },
  });
  // Findings about successful calls have no text.
  if (!(thrown instanceof Error)) return;
  const error = thrown;
  const wrong = Object.entries(FORMS).flatMap(([form, print]) => {
    // Candidates for one error share a place.
    const found = diagnoseText(print(error));
    const places = new Set(found.map(({ start, end }) => `${start}-${end}`));
    const isRight =
      places.size === 1 &&
      found.some((one) => one.id === id || one.id === SAME_WORDS[id] || isMoreGeneral(one.id, id));
    return isRight || SAYS_NOTHING.has(`${id} as ${form}`)
      ? []
      : [`${form}: ${found.map((one) => one.id).join(', ')}`];
  });
  expect(wrong).toEqual([]);
});
