// A canary in each place where an application or a server may put a secret: none is in anything that is exported.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { logs } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  type Drill,
  type Fault,
  runDrill,
  type Simulator,
  startSimulator,
} from '@sevenstep/anthropic-simulator';
import { drills, healthy } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onExport } from '../support/exported.ts';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import {
  clientOptionsFor,
  SPAN_KINDS,
  type SpanKind,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

/** What is planted, by place. */
const CANARIES = {
  key: 'sk-ant-api03-canarykey0001',
  header: 'canaryheader0002',
  prompt: 'canaryprompt0003',
  system: 'canarysystem0004',
  user: 'canaryuser0005@example.com',
  file: 'canaryfile0006.pdf',
  toolDescription: 'canarytool0007',
  toolInput: 'canaryinput0008',
  answer: 'canaryanswer0009',
  metadata: 'canarymeta0010',
  address: 'canaryaddress0011@example.com',
} as const;
const PLANTED = /canary[a-z]+\d{4}/g;

/** The SDK whose calls carry canaries besides what they were made with. */
class PlantedAnthropic extends Anthropic {
  constructor(options: ClientOptions = {}) {
    super({ ...options, defaultHeaders: { ...options.defaultHeaders, 'x-canary': CANARIES.header } });
    for (const resource of [this.messages, this.beta.messages])
      for (const name of ['create', 'stream'] as const) {
        const original = resource[name].bind(resource) as (params: Params, ...rest: unknown[]) => unknown;
        const planted = (params: Params, ...rest: unknown[]): unknown =>
          original(withCanaries(params), ...rest);
        Object.assign(resource, { [name]: planted });
      }
  }
}

type Params = Anthropic.MessageCreateParamsNonStreaming;

const withCanaries = (params: Params): Params => ({
  ...params,
  system: `${CANARIES.system} ${params.system ?? ''}`,
  metadata: { user_id: CANARIES.user },
  tools: [
    ...(params.tools ?? []),
    {
      name: 'read_page',
      description: CANARIES.toolDescription,
      input_schema: { type: 'object', properties: { [CANARIES.metadata]: { type: 'string' } } },
    },
  ],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: CANARIES.prompt },
        {
          type: 'document',
          title: CANARIES.file,
          source: { type: 'text', media_type: 'text/plain', data: CANARIES.prompt },
        },
      ],
    },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'read_page', input: { page: CANARIES.toolInput } }],
    },
    {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: CANARIES.toolInput }],
    },
    ...(Array.isArray(params.messages) ? params.messages : []),
  ],
});

let simulator: Simulator;
let telemetry: TestTelemetry;
let meter: TestMeter;
const text: string[] = [];

beforeAll(async () => {
  onExport((more) => void text.push(more));
  telemetry = startTestTelemetry({ attemptSpans: 'always' });
  meter = startTestMeter(telemetry.instrumentation);
  const processors = [new SimpleLogRecordProcessor({ exporter: new InMemoryLogRecordExporter() })];
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
  simulator = await startSimulator();
});
afterAll(async () => {
  telemetry.stop();
  logs.disable();
  await meter.stop();
  await simulator.close();
});

/** The canaries in what was exported since it was last asked, and how much that was. */
async function exported(): Promise<{ canaries: string[]; length: number }> {
  telemetry.takeSpans();
  await meter.take();
  const all = text.splice(0).join('\n');
  return { canaries: [...new Set(all.match(PLANTED))], length: all.length };
}

/** A healthy answer says the canary, too, and every fault that has a message. */
const plantedFault = (fault: Fault): Fault => {
  const error = fault.response?.error;
  return error
    ? {
        ...fault,
        response: {
          ...fault.response,
          error: { ...error, message: `${error.message} (${CANARIES.key}, ${CANARIES.address})` },
        },
      }
    : { ...fault, answer: { text: CANARIES.answer, ...fault.answer } };
};

async function run(drill: Drill, kind: SpanKind): Promise<void> {
  simulator.load({ faults: (drill.faults ?? []).map(plantedFault) });
  await runDrill(PlantedAnthropic, drill, {
    baseURL: simulator.url.replace('//', `//user:${CANARIES.key}@`),
    clientOptions: { ...clientOptionsFor(kind), apiKey: CANARIES.key },
  });
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const all = [...Object.entries(drills), ...healthy.map((drill) => [drill.title, drill] as const)];
  test.each(all)('%s', async (_, drill) => {
    await run(drill, kind);
    const { canaries, length } = await exported();
    expect(canaries).toEqual([]);
    expect(length).toBeGreaterThan(0);
  });
});

test('a canary that is exported is found', async () => {
  telemetry.instrumentation.setConfig({ captureContent: 'SPAN_ONLY' });
  await run({ title: 'healthy' }, 'owned');
  telemetry.instrumentation.setConfig({});
  const { canaries } = await exported();
  expect(canaries).toEqual(expect.arrayContaining([CANARIES.prompt, CANARIES.system]));
});
