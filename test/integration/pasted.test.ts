// Texts that real clients printed in known situations lead to the right rule or a more general one, never to a wrong one.
import { readFileSync } from 'node:fs';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { drills } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENTS } from '../pasted/clients/index.ts';
import { bedrockSituations, vertexSituations } from '../pasted/clouds.ts';
import { normalize } from '../pasted/normalize.ts';
import { readRecord, readRecords } from '../pasted/record.ts';
import { isCurrent, nameOf, type Result, resultsOf, type Seen, table } from '../pasted/results.ts';
import { SITUATIONS, WITHOUT_TEXT } from '../pasted/situations.ts';
import { expectGeneratedSection } from '../support/generated.ts';
import { type Runner, startRunner } from './catalogue-runs.ts';
import { seenBySdk } from './seen-by-sdk.ts';

let runner: Runner;
let results: readonly Result[];

/** Attributes that a text can have without any headers. */
const IN_WORDS: ReadonlySet<string> = new Set([
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'error.type',
  'http.response.status_code',
  'anthropic.error.message',
  'anthropic.error.body',
  'anthropic.error.cause_code',
  'anthropic.stream.outcome',
]);

beforeAll(async () => {
  runner = await startRunner();
  const seen = new Map<string, Seen>();
  for (const situation of SITUATIONS) seen.set(situation.id, await seenBySdk(runner, situation, IN_WORDS));
  results = resultsOf(new Map(CLIENTS.map((client) => [client, readRecord(client.id)])), seen);
}, 60_000);
afterAll(() => runner.stop());

test('no text that a client printed is diagnosed as another situation', () => {
  console.log(table(CLIENTS, results));
  const wrong = results.filter(({ verdict }) => verdict === 'wrong');
  expect(wrong.map((result) => `${nameOf(result)}: ${result.found.map((one) => one.id).join(', ')}`)).toEqual(
    [],
  );
});

/** A status that is stated as a fact of this answer, not as the usual one. */
const STATUS = /\b(?:status|answered|is a|with|after the) ([1-5]\d\d)\b/g;

test('no sentence about a text names a status that the text does not have', () => {
  const added = results.flatMap((result) =>
    result.found.flatMap(({ id, summary, cause }) =>
      [...`${summary}\n${cause}`.matchAll(STATUS)]
        .filter(([, status = '']) => !result.text.includes(status))
        .map(([words]) => `${nameOf(result)}: ${id}: ${words}`),
    ),
  );
  expect(added).toEqual([]);
});

const README = new URL('../pasted/README.md', import.meta.url);

test('the README has the table of clients', () => {
  const written = table(CLIENTS, results);
  if (process.env.UPDATE_DOCS) expectGeneratedSection(README, 'table', written);
  // Exact diagnoses change with each rule and sentence; the numbers of texts do not.
  const rows = written.split('\n').map((line) => line.split(' | ').slice(0, 2).join(' | '));
  const text = readFileSync(README, 'utf8');
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});

// A nightly job, with all clients, records the drill of a new rule.
test('every client is recorded in nine of ten situations that it can show', () => {
  for (const { id, situations = SITUATIONS, cannot = {} } of CLIENTS) {
    const recorded = Map.groupBy(readRecord(id), ({ situation }) => situation);
    const can = situations.filter((situation) => !(situation.id in cannot));
    const missing = can
      .filter((situation) => !recorded.get(situation.id)?.every((text) => isCurrent(text, situation)))
      .map((situation) => situation.id);
    if (missing.length * 10 > can.length)
      expect(missing, `${id}: npm run pasted -- --update records them`).toEqual([]);
  }
});

test.each([...bedrockSituations, ...vertexSituations])(
  '$id is what the checklist says of its span',
  async ({ id, truth, drill }) => {
    const params = { model: 'claude-sonnet-4-5', max_tokens: 64, messages: [], ...drill?.call?.params };
    const { diagnosis } = await runner.call(drill?.faults, (baseURL) => {
      const client = id.startsWith('bedrock')
        ? bedrockClient(baseURL)
        : vertexClient(baseURL, drill?.call?.apiKey);
      return client.messages.create(params);
    });
    expect(diagnosis?.id).toBe(truth);
  },
);

const QUIET = { openTelemetry: false, logLevel: 'off', maxRetries: 0 } as const;

const bedrockClient = (baseURL: string): AnthropicBedrock =>
  new AnthropicBedrock({
    ...QUIET,
    baseURL,
    awsRegion: 'us-east-1',
    awsAccessKey: 'AKIAIOSFODNN7EXAMPLE',
    awsSecretKey: 'simulated',
  });

/** With `null`, there is no source of tokens. */
const vertexClient = (baseURL: string, apiKey: string | null | undefined): AnthropicVertex =>
  new AnthropicVertex({
    ...QUIET,
    baseURL,
    region: 'us-east5',
    projectId: 'my-project',
    authClient: {
      getRequestHeaders: () =>
        apiKey === null
          ? Promise.reject(new Error('Could not load the default credentials.'))
          : Promise.resolve(new Headers({ authorization: 'Bearer simulated' })),
    } as never,
  });

test('a record belongs to a client, and a reason to a situation', () => {
  const ids = CLIENTS.map(({ id }) => id);
  expect([...readRecords().keys()].filter((id) => !ids.includes(id))).toEqual([]);
  expect([...WITHOUT_TEXT.keys()].filter((id) => !(id in drills))).toEqual([]);
  for (const { situations = SITUATIONS, cannot = {}, truth = {} } of CLIENTS) {
    const known = situations.map(({ id }) => id);
    expect([...Object.keys(cannot), ...Object.keys(truth)].filter((id) => !known.includes(id))).toEqual([]);
  }
});

test('a recorded text has nothing of the machine or the moment in it', () => {
  for (const [client, texts] of readRecords()) {
    for (const { situation, form, text } of texts) {
      expect(normalize(text), `${client} · ${situation} · ${form}`).toBe(text);
      expect(text, `${client} · ${situation} · ${form}`).not.toMatch(/\/root\/|\/work\/|\.cache\/|registry/);
    }
  }
});
