// Each place where an application or a server may put a secret contains a canary. No export contains one, and no output
// of the doctor does either.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { logs } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import {
  type Drill,
  type Fault,
  runDrill,
  type Simulator,
  startSimulator,
} from '@sevenstep/anthropic-simulator';
import { createChecklist } from '@sevenstep/checklist';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../packages/doctor/test/support/run.ts';
import { CANARIES, canariesIn, PlantedAnthropic } from '../support/canaries.ts';
import { exported, type Outlet, onExport } from '../support/exported.ts';
import { stepsFail } from '../support/failed-steps.ts';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';
import { asOtlpLines } from '../support/stored-traces.ts';
import {
  clientOptionsFor,
  isCallSpan,
  SPAN_KINDS,
  type SpanKind,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

let simulator: Simulator;
let telemetry: TestTelemetry;
let meter: TestMeter;
let folder: string;
let left: { readonly outlet: Outlet; readonly text: string }[] = [];

beforeAll(async () => {
  onExport((text, outlet) => void left.push({ outlet, text }));
  telemetry = startTestTelemetry({ attemptSpans: 'always' });
  meter = startTestMeter(telemetry.instrumentation);
  const processors = [new SimpleLogRecordProcessor({ exporter: new InMemoryLogRecordExporter() })];
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
  simulator = await startSimulator();
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterAll(async () => {
  telemetry.stop();
  logs.disable();
  await meter.stop();
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

/** The outputs of the doctor's commands for the spans: on a terminal, as JSON, as a page and as a ticket. */
async function shownByDoctor(spans: readonly ReadableSpan[]): Promise<void> {
  const stdin = await asOtlpLines(spans);
  exported(stdin, 'output');
  const page = join(folder, 'page.html');
  await run(['diagnose', '-', '--html', page], { stdin });
  exported(await readFile(page, 'utf8'), 'output');
  await run(['diagnose', '-', '--json'], { stdin });
  for (const form of [[], ['--json']]) {
    const { code, stderr } = await run(['ticket', '-', ...form], { stdin });
    expect([code, stderr]).toEqual([0, '']);
  }
}

interface Found {
  readonly spans: readonly ReadableSpan[];
  /** The canaries in the outputs since the last check, by output. */
  readonly canaries: Readonly<Partial<Record<Outlet, string[]>>>;
}

async function found(): Promise<Found> {
  const spans = telemetry.takeSpans();
  await meter.take();
  await shownByDoctor(spans);
  const all = Map.groupBy(left, ({ outlet }) => outlet);
  left = [];
  const canaries = [...all].map(([outlet, texts]) => [
    outlet,
    canariesIn(texts.map(({ text }) => text).join('\n')),
  ]);
  return { spans, canaries: Object.fromEntries(canaries) };
}

/** Adds canaries to the healthy answer, and to every fault with a message. */
const plantedFault = (fault: Fault): Fault => {
  const { error } = fault.response ?? {};
  // As long as an answer without a canary, because some faults come after a number of events.
  const text = `${CANARIES.answer}, and so on from the simulator.`;
  if (!error) return { ...fault, answer: { text, ...fault.answer } };
  const message = `${error.message} (${CANARIES.key}, ${CANARIES.address})`;
  return { ...fault, response: { ...fault.response, error: { ...error, message } } };
};

/** Only the complete sentence identifies these faults, so it has no room for a canary. */
const WORDED: ReadonlySet<string | undefined> = new Set(
  ['endpoint.wrong_path', 'endpoint.wrong_platform', 'request.model_not_found'].map(
    (id) => drills[id]?.title,
  ),
);

/** Other diagnoses with a `fetch` of the application, such as the planting one, because it may replace the placeholder with a key. */
const WITH_OWN_FETCH: ReadonlyMap<string | undefined, string> = new Map([
  ['identity.key_placeholder', 'identity.key_invalid'],
]);

/** An application has one of these credentials. */
const CREDENTIALS: Readonly<Record<SpanKind, ClientOptions>> = {
  adopted: { apiKey: CANARIES.key },
  owned: { apiKey: null, authToken: CANARIES.token },
};

async function make(drill: Drill, kind: SpanKind): Promise<void> {
  const { title, faults = [{}] } = drill;
  simulator.load({ name: title, faults: WORDED.has(title) ? faults : faults.map(plantedFault) });
  // A drill with its own key is about that key.
  const own = drill.call?.apiKey !== undefined || drill.call?.keyError !== undefined;
  await runDrill(PlantedAnthropic, drill, {
    baseURL: simulator.url,
    clientOptions: {
      ...clientOptionsFor(kind),
      ...(!own && CREDENTIALS[kind]),
    },
  });
}

/** The processor's diagnosis of the call, with the drill's thresholds. */
function verdictOf({ thresholds }: Drill, spans: readonly ReadableSpan[]): unknown {
  const attributes = spans.find(isCallSpan)?.attributes ?? {};
  if (thresholds) return createChecklist({ thresholds }).diagnose(attributes)?.id;
  return attributes['anthropic.diagnosis.id'];
}

const CLEAN = { spans: [], metrics: [], output: [] };

const FILE_CALLS: readonly (readonly [string, (client: Anthropic) => Promise<unknown>])[] = [
  ['sent', ({ beta }) => beta.files.upload({ file: new File([CANARIES.prompt], CANARIES.file) })],
  ['asked for', ({ beta }) => beta.files.retrieveMetadata('file_1')],
  ['downloaded', async ({ beta }) => (await beta.files.download('file_1')).text()],
];
const FILE_ANSWERS = [
  [200, { id: 'file_1', type: 'file', filename: CANARIES.file }],
  [400, { type: 'error', error: { type: 'invalid_request_error', message: 'No such file' } }],
] as const;

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const all: readonly (readonly [id: string | undefined, drill: Drill])[] = [
    ...Object.entries(drills),
    ...healthy.map((drill) => [undefined, drill] as const),
  ];
  test.each(all.map(([id, drill]) => [id ?? drill.title, id, drill] as const))('%s', async (_, id, drill) => {
    await make(drill, kind);
    const { spans, canaries } = await found();
    // The planted values arrived: the call met the drill's fault.
    expect(verdictOf(drill, spans)).toBe(WITH_OWN_FETCH.get(id) ?? id);
    const { logs: events = [], diag = [], ...others } = canaries;
    expect({ ...others, events, diag }).toEqual({ ...CLEAN, events: [], diag: [] });
  });

  test.each(FILE_CALLS)('the names of files, %s', async (_, call) => {
    for (const [status, answer] of FILE_ANSWERS) {
      const client = new Anthropic({
        ...clientOptionsFor(kind),
        apiKey: CANARIES.key,
        fetch: async () => Response.json(answer, { status }),
      });
      await call(client).catch(() => undefined);
      const { spans, canaries } = await found();
      expect(spans.find(isCallSpan)?.attributes).toMatchObject({ 'http.response.status_code': status });
      expect(canaries).toMatchObject(CLEAN);
    }
  });
});

test('a canary is found wherever it leaves', async () => {
  stepsFail('the requestHook');
  // Model names and harmless words of the API may pass. An error from a hook is the application's own.
  const words = 'canaryword0016';
  telemetry.instrumentation.setConfig({
    requestHook: () => {
      throw new Error(CANARIES.prompt);
    },
  });
  const call = { params: { ...PARAMS, model: `claude-${words}` }, maxRetries: 0 };
  const error = { type: 'api_error', message: words };
  await make({ title: 'let through', faults: [{ response: { error } }], call }, 'owned');
  telemetry.instrumentation.setConfig({});
  const { canaries } = await found();
  const every = { spans: [words], logs: [words], metrics: [words], output: [words] };
  expect(canaries).toMatchObject({ ...every, diag: [CANARIES.prompt] });
});

test('a prompt that is asked for is found', async () => {
  telemetry.instrumentation.setConfig({ captureMessageContent: 'SPAN_ONLY' });
  await make({ title: 'healthy' }, 'owned');
  telemetry.instrumentation.setConfig({});
  const { spans = [] } = (await found()).canaries;
  expect(spans).toEqual(expect.arrayContaining([CANARIES.prompt, CANARIES.system, CANARIES.answer]));
});
