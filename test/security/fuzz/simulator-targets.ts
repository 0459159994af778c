// Fuzz targets for the simulator: scripts as text and as data, and requests byte by byte.
import { IncomingMessage, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { formatEntry } from '../../../packages/anthropic-simulator/src/format.ts';
import { replyTo } from '../../../packages/anthropic-simulator/src/reply.ts';
import type { SimulatorRequest } from '../../../packages/anthropic-simulator/src/request/request.ts';
import { checkScript } from '../../../packages/anthropic-simulator/src/script/check-script.ts';
import { NAMED_FAULTS } from '../../../packages/anthropic-simulator/src/script/named-faults.ts';
import type { Script } from '../../../packages/anthropic-simulator/src/script/script.ts';
import { type Simulator, startSimulator } from '../../../packages/anthropic-simulator/src/simulator.ts';
import type { Target } from './target.ts';

const BODY = {
  model: 'claude-sonnet-5',
  max_tokens: 8,
  messages: [{ role: 'user', content: 'x' }],
  stop_sequences: ['stop'],
};

const request = (ordinal: number, stream: boolean, path: string): SimulatorRequest => ({
  ordinal,
  attempt: 1 + (ordinal % 3),
  elapsedMs: 0,
  inFlight: 1,
  method: path === '/v1/models' ? 'GET' : 'POST',
  path,
  beta: ordinal % 2 === 0,
  model: BODY.model,
  stream,
  headers: { 'x-api-key': 'sk-ant-simulator-0000', 'anthropic-version': '2023-06-01' },
  body: { ...BODY, stream },
  bodyBytes: 100,
  crowdedOut: false,
});

const REQUESTS: readonly SimulatorRequest[] = [
  request(1, false, '/v1/messages'),
  request(2, true, '/v1/messages'),
  request(3, true, '/v1/messages/count_tokens'),
  request(4, false, '/v1/models'),
];

function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** The simulator rejects a script with its place, or can send every reply of it. */
function replies(given: unknown): void {
  let script: Script;
  try {
    script = checkScript(given);
  } catch (error) {
    const { name, message } = error as Error;
    holds(name === 'ScriptSyntaxError' || /^script[.:]/.test(message), `${name}: ${message}`);
    holds(message.length < 1_000, `a message of ${message.length} characters`);
    return;
  }
  for (const one of REQUESTS) {
    const reply = replyTo(one, script, 0);
    holds(reply.delayMs >= 0 && reply.delayMs < 2 ** 31, `a delay of ${reply.delayMs}`);
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    response.writeHead(reply.status, { ...reply.headers });
    if ('text' in reply.body) Buffer.from(reply.body.text);
    else {
      for (const step of reply.body.steps) {
        if (step.do === 'wait') holds(step.ms >= 0 && step.ms < 2 ** 31, `a pause of ${step.ms}`);
      }
    }
  }
}

let simulator: Promise<Simulator> | undefined;

/** Sends the bytes to a simulator that all inputs share. It must also answer the next request. */
async function sends(input: Uint8Array): Promise<void> {
  simulator ??= startSimulator();
  const { port, url, journal, load } = await simulator;
  const socket = connect(port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {}).resume();
  socket.end(input);
  let timer: NodeJS.Timeout | undefined;
  // A request may ask for a delay, or for no answer.
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, 300);
  });
  await Promise.race([closed, late]);
  clearTimeout(timer);
  socket.destroy();
  const health = await fetch(`${url}/v1/models`, {
    headers: { 'x-api-key': 'sk-ant-simulator-0000', 'anthropic-version': '1' },
  });
  holds(health.status === 200, `the next request got ${health.status}`);
  await health.text();
  for (const entry of journal) {
    const written = JSON.stringify(entry);
    holds(written.length < 4_000, 'an entry of the journal is long');
    holds(!/PROMPT|abcdefghijklmnop/.test(written), `the journal has ${written}`);
    holds(/^[\x20-\x7e…]*$/.test(formatEntry(entry, false)), formatEntry(entry, false));
  }
  load('');
}

const HEAD = [
  'host: localhost',
  'x-api-key: sk-ant-api03-abcdefghijklmnop',
  'anthropic-version: 2023-06-01',
  'x-stainless-retry-count: 1',
];
const http = (head: readonly string[], body = ''): string =>
  `${[...head, ...HEAD, `content-length: ${Buffer.byteLength(body)}`, '', ''].join('\r\n')}${body}`;
const prompt = JSON.stringify({ ...BODY, messages: [{ role: 'user', content: 'PROMPT' }] });

export const simulatorTargets: readonly Target[] = [
  {
    name: 'script-text',
    seeds: [
      '1: 529 retry-after=1; 2: error after 3 deltas; 3: ok',
      '#1-3: 429 rate_limit_error retry-after=0.5 !request-id "words \\"of\\" it"',
      '10%: overloaded x-a="b c"; 3+: delay 2s cut after 1 event',
      'stall 500ms after 40 bytes; garbage after 0 events; end after 2 deltas',
      'hang; reset; close; error api_error "no" after 1 delta',
      '1,2,4-6: 200 content-type=text/html; *: invalid-key',
    ],
    encode: (seed) => Buffer.from(String(seed)),
    run: (input) => replies(Buffer.from(input).toString()),
  },
  {
    name: 'script-json',
    seeds: [
      { name: 'all', seed: 7, faults: Object.values(NAMED_FAULTS) },
      {
        faults: [
          {
            name: 'one',
            when: {
              attempt: [1, 2],
              request: { from: 1 },
              path: '/v1/messages',
              stream: true,
              probability: 1,
            },
            delayMs: 5,
            stream: { after: { bytes: 70 }, then: 'stall', stallMs: 5 },
            answer: { text: 'a b c', pauseMs: 1, pingEvery: 2, usage: { input_tokens: 1 } },
          },
          {
            response: {
              status: 529,
              headers: { 'retry-after': '1', server: null },
              error: { type: 'overloaded_error', message: 'no', code: 'x' },
            },
          },
          { answer: { toolUse: { name: 'get', input: { a: [1, { b: null }] } }, stopReason: 'tool_use' } },
          { stream: { after: { deltas: 1 }, then: 'error', error: { type: 'api_error', message: 'no' } } },
        ],
      },
    ],
    run: (input) => {
      let given: unknown;
      try {
        given = JSON.parse(Buffer.from(input).toString());
      } catch {
        return; // JSON.parse itself reports this.
      }
      // A string in a JSON file is a script in text form.
      replies(given);
    },
  },
  {
    name: 'simulator-http',
    seeds: [
      http(['POST /v1/messages?beta=true&key=PROMPT HTTP/1.1'], prompt),
      http(['POST /v1/messages HTTP/1.1', 'x-simulator-fault: 1: 529 retry-after=1 "PROMPT"; 2: ok'], prompt),
      http(
        ['POST /v1/messages HTTP/1.1', 'content-type: application/json'],
        JSON.stringify({ ...BODY, stream: true, model: 'simulate:error api_error "PROMPT" after 1 delta' }),
      ),
      http(['GET /v1/models/claude-opus-5?PROMPT HTTP/1.1', 'user-agent: PROMPT']),
      `${http(['GET /v1/models HTTP/1.1'])}${http(['DELETE /v1/files/PROMPT HTTP/1.1'])}`,
    ],
    encode: (seed) => Buffer.from(String(seed), 'latin1'),
    run: sends,
  },
];
