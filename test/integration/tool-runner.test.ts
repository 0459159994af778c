// A tool runner's loop is invoke_agent, its tools are execute_tool, and its calls are their siblings. They never duplicate the SDK's own spans.
import Anthropic from '@anthropic-ai/sdk';
import { DiagLogLevel, diag, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { AnthropicInstrumentationConfig } from '@sevenstep/instrumentation-anthropic';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { collectUntil } from '../support/collect-garbage.ts';
import { EMPTY_MESSAGE } from '../support/empty-message.ts';
import { stepsFail } from '../support/failed-steps.ts';
import { setUp } from '../support/set-up.ts';
import type { SpanKind as Kind } from '../support/telemetry.ts';

const fixture = setUp();
const useTool = () =>
  fixture.simulator.load({
    faults: [{ when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: { city: 'Oslo' } } } }],
  });
beforeEach(useTool);

const weather = (run: (input: unknown) => string | Promise<string>) => ({
  name: 'get_weather',
  description: 'The weather in a city',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
  parse: (input: unknown) => input,
  run,
});

const runner = (kind: Kind, run: (input: unknown) => string | Promise<string>, more = {}, options = {}) =>
  fixture.client(kind).beta.messages.toolRunner(
    {
      model: 'claude-sonnet-5',
      max_tokens: 64,
      messages: [{ role: 'user', content: 'How is the weather?' }],
      tools: [weather(run)],
      ...more,
    },
    options,
  );

/** Names of spans, each child indented under its parent. */
function tree(spans: readonly ReadableSpan[], parent?: string, indent = ''): string[] {
  return spans
    .filter((span) => span.parentSpanContext?.spanId === parent)
    .sort((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
    .flatMap((span) => [indent + span.name, ...tree(spans, span.spanContext().spanId, `${indent}  `)]);
}

const LOOP = [
  'invoke_agent',
  '  chat claude-sonnet-5',
  '  execute_tool get_weather',
  '  chat claude-sonnet-5',
];

describe('where the SDK makes no spans of its own', () => {
  test('runUntilDone(): one agent with its calls and its tool, their tokens added up', async () => {
    const seen: unknown[] = [];
    const message = await runner('owned', (input) => {
      seen.push(input);
      return 'rain';
    }).runUntilDone();
    expect(message.stop_reason).toBe('end_turn');
    expect(seen).toEqual([{ city: 'Oslo' }]);
    const spans = fixture.telemetry.takeSpans();
    expect(tree(spans)).toEqual(LOOP);
    const agent = spans.find(({ name }) => name === 'invoke_agent');
    expect(agent?.kind).toBe(SpanKind.INTERNAL);
    expect(agent?.attributes).toMatchObject({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.request.model': 'claude-sonnet-5',
      'gen_ai.usage.input_tokens': 50,
      'gen_ai.usage.output_tokens': 24,
      'gen_ai.response.finish_reasons': ['end_turn'],
    });
    const tool = spans.find(({ name }) => name.startsWith('execute_tool'));
    expect(tool?.attributes).toMatchObject({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.tool.name': 'get_weather',
      'gen_ai.tool.description': 'The weather in a city',
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': expect.stringMatching(/^toolu_/),
    });
    // Content was not enabled.
    expect(tool?.attributes).not.toHaveProperty('gen_ai.tool.call.arguments');
    expect(tool?.attributes).not.toHaveProperty('gen_ai.tool.call.result');
  });

  test('the conversation that the application names is on agent, calls and tool', async () => {
    const openTelemetry = { conversationId: 'conversation-7' };
    await runner('owned', () => 'rain', {}, { openTelemetry }).runUntilDone();
    const spans = fixture.telemetry.takeSpans();
    expect(spans.map(({ attributes }) => attributes['gen_ai.conversation.id'])).toEqual(
      LOOP.map(() => 'conversation-7'),
    );
  });

  test.each([
    ['no id', 'How is the weather?', undefined],
    ['the words of the request', 'How-is-the-weather-in-the-capital', undefined],
    ['a name in the request', 'zebulon1984', undefined],
    ['a key', `sk-ant-api03-${'aB3'.repeat(12)}`, undefined],
    ['a long id', 'x1'.repeat(100), undefined],
    ["the API's", 'toolu_01A09q90qw90lq917835lq9', 'toolu_01A09q90qw90lq917835lq9'],
    ["a gateway's", 'chatcmpl-tool-4a1b9c2d', 'chatcmpl-tool-4a1b9c2d'],
  ])('the id of a use of a tool that a server makes of %s', async (_, id, kept) => {
    const toolUse = { type: 'tool_use', id, name: 'get_weather', input: {} };
    const fetch = async (_url: unknown, init?: { readonly body?: unknown }) => {
      const isUsed = String(init?.body).includes('tool_result');
      return Response.json(
        isUsed ? EMPTY_MESSAGE : { ...EMPTY_MESSAGE, content: [toolUse], stop_reason: 'tool_use' },
      );
    };
    const content = 'I am zebulon1984. How is the weather in the capital?';
    await fixture
      .client('owned', { fetch })
      .beta.messages.toolRunner({
        ...{ model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content }] },
        tools: [weather(() => 'rain')],
      })
      .runUntilDone();
    const tool = fixture.telemetry.takeSpans().find(({ name }) => name.startsWith('execute_tool'));
    expect(tool?.attributes['gen_ai.tool.name']).toBe('get_weather');
    expect(tool?.attributes['gen_ai.tool.call.id']).toBe(kept);
  });

  test('a key that is given as a model leaves nowhere', async () => {
    const model = `sk-ant-api03-${'aB3'.repeat(12)}`;
    await expect(runner('owned', () => 'rain', { model }).runUntilDone()).rejects.toThrow('404');
    const written = fixture.telemetry.takeSpans().map(({ name, attributes }) => ({ name, attributes }));
    expect(written.map(({ attributes }) => attributes['gen_ai.request.model'])).toContain('sk-[redacted]');
    expect(JSON.stringify(written)).not.toContain('aB3aB3');
  });

  describe('with content', () => {
    afterEach(() => fixture.telemetry.instrumentation.setConfig({}));

    /** The content attributes of a tool's span. */
    async function content(
      config: AnthropicInstrumentationConfig,
      run: (input: unknown) => string | Promise<string>,
    ): Promise<readonly unknown[]> {
      fixture.telemetry.instrumentation.setConfig(config);
      useTool();
      await runner('owned', run).runUntilDone();
      const tool = fixture.telemetry.takeSpans().find(({ name }) => name.startsWith('execute'));
      return ['arguments', 'result'].map((what) => tool?.attributes[`gen_ai.tool.call.${what}`]);
    }
    const ON_SPAN = { captureMessageContent: 'SPAN_ONLY' } as const;

    test('a tool has its arguments and its result, each as JSON of an object', async () => {
      expect(await content(ON_SPAN, () => 'rain')).toEqual(['{"city":"Oslo"}', '{"content":"rain"}']);
      expect(await content(ON_SPAN, () => '{"degrees":7}')).toEqual(['{"city":"Oslo"}', '{"degrees":7}']);
      const broken = '{"degrees":';
      expect((await content(ON_SPAN, () => broken))[1]).toBe(JSON.stringify({ content: broken }));
      const blocks = () => [{ type: 'text', text: 'rain' }] as unknown as string;
      expect(await content(ON_SPAN, blocks)).toEqual([
        '{"city":"Oslo"}',
        '{"content":[{"type":"text","content":"rain"}]}',
      ]);
    });

    test('arguments are those it was called with, whatever it makes of them', async () => {
      const spoil = (input: unknown) => {
        Object.assign(input as object, { city: 'Rome' });
        return 'rain';
      };
      expect((await content(ON_SPAN, spoil))[0]).toBe('{"city":"Oslo"}');
    });

    test('one that throws has no result', async () => {
      const fail = () => {
        throw new Error('no such city');
      };
      expect(await content(ON_SPAN, fail)).toEqual(['{"city":"Oslo"}', undefined]);
    });

    test('only on the span: an event has none of a tool', async () => {
      expect(await content({ captureMessageContent: 'EVENT_ONLY' }, () => 'rain')).toEqual([
        undefined,
        undefined,
      ]);
    });

    test('redacted and cut as other content', async () => {
      stepsFail('redactContent');
      const places: unknown[] = [];
      const redactContent: AnthropicInstrumentationConfig['redactContent'] = (text, where) => {
        places.push(where);
        return text.replace(/Oslo|rain/g, '[…]');
      };
      expect(await content({ ...ON_SPAN, redactContent }, () => 'rain')).toEqual([
        '{"city":"[…]"}',
        '{"content":"[…]"}',
      ]);
      expect(places).toEqual(
        expect.arrayContaining([
          { direction: 'output', type: 'tool_call' },
          { direction: 'input', type: 'tool_call_response' },
        ]),
      );
      const throwing = () => {
        throw new Error('cannot tell');
      };
      expect((await content({ ...ON_SPAN, redactContent: throwing }, () => 'rain'))[1]).toBe(
        '{"content":"[left out: redactContent failed]"}',
      );
      const [, result] = await content({ ...ON_SPAN, maxContentBytes: 400 }, () => 'r'.repeat(5_000));
      expect(String(result).length).toBeLessThan(400);
      expect(JSON.parse(String(result)).content).toMatch(/^r+…\[\d+ characters left out\]$/);
    });

    test('nothing is redacted of a loop whose spans are not recorded', async () => {
      const redactContent = vi.fn((text: string) => text);
      fixture.telemetry.instrumentation.setConfig({ ...ON_SPAN, redactContent });
      fixture.telemetry.instrumentation.setTracerProvider(
        new BasicTracerProvider({ sampler: new AlwaysOffSampler() }),
      );
      try {
        await runner('owned', () => 'rain').runUntilDone();
      } finally {
        fixture.telemetry.instrumentation.setTracerProvider(trace.getTracerProvider());
      }
      expect(redactContent).not.toHaveBeenCalled();
    });

    test('what is longer than other attributes may be is whole', async () => {
      const [, result] = await content(ON_SPAN, () => 'r'.repeat(5_000));
      expect(JSON.parse(String(result)).content).toHaveLength(5_000);
    });
  });

  test('for await with streams', async () => {
    for await (const stream of runner('owned', () => 'rain', { stream: true })) {
      for await (const _ of stream as unknown as AsyncIterable<unknown>);
    }
    expect(tree(fixture.telemetry.takeSpans())).toEqual(LOOP);
  });

  test('a break ends the agent', async () => {
    for await (const _ of runner('owned', () => 'rain')) break;
    expect(tree(fixture.telemetry.takeSpans())).toEqual(LOOP.slice(0, 2));
  });

  /** Collects the lines of OpenTelemetry's log. The returned function stops that and returns the lines. */
  function logDiag(): () => readonly unknown[] {
    const log = vi.fn();
    diag.setLogger(
      { error: log, warn: log, info: log, debug: log, verbose: log },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    return () => {
      diag.disable();
      return log.mock.calls;
    };
  }

  /** The span of the loop after its end. */
  const agentOf = () => fixture.telemetry.takeSpans().find(({ name }) => name === 'invoke_agent');

  test.each([0, 1, 2])(
    'a loop that is dropped after %i steps by hand ends with the last of them',
    async (steps) => {
      await (async () => {
        const iterator = runner('owned', () => 'rain')[Symbol.asyncIterator]();
        for (let step = 0; step < steps; step += 1) await iterator.next();
      })();
      const lastStep = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const agent = await collectUntil(agentOf);
      expect(agent && hrTimeToMilliseconds(agent.endTime)).toBeLessThan(lastStep + 100);
      expect(agent?.attributes['gen_ai.usage.input_tokens']).toBe(steps === 0 ? undefined : 25 * steps);
    },
  );

  test('a loop whose iterator is dropped in the middle of a step ends after that step', async () => {
    fixture.simulator.load({ faults: [{ answer: { text: 'late', pauseMs: 50 } }] });
    const step = runner('owned', () => 'rain', { stream: true })
      [Symbol.asyncIterator]()
      .next();
    expect(await collectUntil(agentOf, 5)).toBeUndefined();
    await step;
    expect(await collectUntil(agentOf)).toBeDefined();
  });

  test('a loop that is dropped after its stream was read ends with that stream', async () => {
    fixture.simulator.load({ faults: [{ answer: { text: 'word '.repeat(5), pauseMs: 10 } }] });
    await (async () => {
      const iterator = runner('owned', () => 'rain', { stream: true })[Symbol.asyncIterator]();
      const { value } = await iterator.next();
      for await (const _ of value as AsyncIterable<unknown>);
    })();
    const [call] = fixture.telemetry.takeSpans();
    expect(call?.name).toBe('chat claude-sonnet-5');
    const agent = await collectUntil(agentOf);
    const [ended = 0, ofCall = 0] = [agent, call].map((span) => span && hrTimeToMilliseconds(span.endTime));
    // The end of a call and its report to the loop are slightly apart.
    expect(ended).toBeGreaterThan(ofCall - 5);
  });

  test('a loop that is left once it is done ends its agent once', async () => {
    const logged = logDiag();
    const iterator = runner('owned', () => 'rain')[Symbol.asyncIterator]();
    while (!(await iterator.next()).done);
    expect(agentOf()?.attributes['gen_ai.usage.output_tokens']).toBe(24);
    await iterator.return?.();
    expect(agentOf()).toBeUndefined();
    expect(logged()).toEqual([]);
  });

  test('an error that is thrown into a loop ends its agent', async () => {
    const error = new Error('The application has had enough');
    const iterator = runner('owned', () => 'rain')[Symbol.asyncIterator]();
    await iterator.next();
    expect(agentOf()).toBeUndefined();
    await expect(iterator.throw?.(error)).rejects.toBe(error);
    expect(agentOf()?.attributes).not.toHaveProperty('error.type');
  });

  test('a loop whose connection fails has failed, with the tokens of none', async () => {
    fixture.simulator.load('*: reset');
    const failing = runner('owned', () => 'rain', {}, { maxRetries: 0 });
    await expect(failing.runUntilDone()).rejects.toThrow(Anthropic.APIConnectionError);
    const { attributes } = agentOf() ?? {};
    expect(attributes?.['error.type']).toBe('client_error');
    expect(attributes).not.toHaveProperty('gen_ai.usage.input_tokens');
  });

  describe('the tool of the application', () => {
    /** A loop with one use of `tool`. */
    const use = async (tool: object) => {
      useTool();
      fixture.telemetry.takeSpans();
      const logged = logDiag();
      await runner('owned', () => '', { tools: [tool] }).runUntilDone();
      expect(logged()).toEqual([]);
      return tree(fixture.telemetry.takeSpans());
    };
    const WITHOUT_TOOL = LOOP.filter((line) => !line.includes('execute_tool'));

    test.each([Object.freeze, Object.seal])(
      'is left alone where it cannot be redefined: %o',
      async (close) => {
        const run = vi.fn(() => 'rain');
        const tool = close(weather(run) as object);
        expect(await use(tool)).toEqual(WITHOUT_TOOL);
        expect(run).toHaveBeenCalledOnce();
      },
    );

    test('is left alone where it inherits its method, and takes no members', async () => {
      const run = vi.fn(() => 'rain');
      const tool = Object.preventExtensions(Object.create(weather(run)));
      expect(await use(tool)).toEqual(WITHOUT_TOOL);
      expect(run).toHaveBeenCalledOnce();
    });

    test('runs once for each use, in a second loop, too', async () => {
      const run = vi.fn(() => 'rain');
      const tool = weather(run);
      expect(await use(tool)).toEqual(LOOP);
      expect(await use(tool)).toEqual(LOOP);
      expect(run).toHaveBeenCalledTimes(2);
    });

    test('has the members that it had, and runs as the application has it by then', async () => {
      const tool = weather(() => 'rain');
      const keys = Object.keys(tool);
      await use(tool);
      expect(Object.keys(tool)).toEqual(keys);
      const run = vi.fn(() => 'snow');
      tool.run = run;
      expect(tool.run).toBe(run);
      expect(await use(tool)).toEqual(LOOP);
      expect(run).toHaveBeenCalledOnce();
      const inherited = Object.create(weather(() => 'rain'));
      await use(inherited);
      expect(Object.keys(inherited)).toEqual([]);
    });

    test('keeps a method that the application made read-only', async () => {
      const tool = Object.defineProperty(
        weather(() => ''),
        'run',
        { value: () => 'rain', writable: false },
      );
      expect(await use(tool)).toEqual(WITHOUT_TOOL);
      expect(() => Object.assign(tool, { run: () => 'snow' })).toThrow(TypeError);
    });

    describe('from which another tool inherits', () => {
      const seen: unknown[] = [];
      const pair = async () => {
        seen.length = 0;
        const tool = weather(function (this: unknown) {
          seen.push(this);
          return 'rain';
        });
        const heir = Object.create(tool);
        await use(tool);
        return { tool, heir };
      };

      test('runs as a method of the heir, and once', async () => {
        const { tool, heir } = await pair();
        expect(await use(heir)).toEqual(LOOP);
        expect(seen).toHaveLength(2);
        expect(seen[0]).toBe(tool);
        expect(seen[1]).toBe(heir);
      });

      test('keeps its method when the heir gets one', async () => {
        const { tool, heir } = await pair();
        const { run } = tool;
        heir.run = () => 'snow';
        expect(tool.run).toBe(run);
        expect(Object.keys(heir)).toEqual(['run']);
        expect(await use(heir)).toEqual(LOOP);
      });
    });

    describe('whose `run` is not its own value', () => {
      const calls: string[] = [];
      beforeEach(() => {
        calls.length = 0;
      });
      const running = (name: string) => () => {
        calls.push(name);
        return name;
      };

      test('runs as its class has it by then', async () => {
        const prototype = weather(running('old'));
        const tool = Object.create(prototype);
        expect(await use(tool)).toEqual(LOOP);
        prototype.run = running('new');
        expect(await use(tool)).toEqual(LOOP);
        expect(calls).toEqual(['old', 'new']);
      });

      test('runs as the getter of its class gives it', async () => {
        const state = { name: 'first' };
        const prototype = Object.defineProperty(weather(running('')), 'run', {
          get: () => running(state.name),
        });
        const tool = Object.create(prototype);
        expect(await use(tool)).toEqual(LOOP);
        state.name = 'second';
        expect(await use(tool)).toEqual(LOOP);
        expect(calls).toEqual(['first', 'second']);
      });

      test('passes a new value to the setter of its class', async () => {
        let kept = running('old');
        const prototype = Object.defineProperty(weather(running('')), 'run', {
          get: () => kept,
          set: (run) => {
            kept = run;
          },
        });
        const tool = Object.create(prototype);
        expect(await use(tool)).toEqual(LOOP);
        const run = running('new');
        tool.run = run;
        expect(kept).toBe(run);
        expect(await use(tool)).toEqual(LOOP);
        expect(calls).toEqual(['old', 'new']);
      });

      test('keeps an accessor of its own', async () => {
        const state = { name: 'first' };
        const tool = Object.defineProperty(weather(running('')), 'run', {
          get: () => running(state.name),
          configurable: true,
        });
        const before = Object.getOwnPropertyDescriptor(tool, 'run');
        expect(await use(tool)).toEqual(WITHOUT_TOOL);
        state.name = 'second';
        await use(tool);
        expect(calls).toEqual(['first', 'second']);
        expect(Object.getOwnPropertyDescriptor(tool, 'run')).toEqual(before);
      });
    });

    test('is given what the SDK gives it', async () => {
      const given: unknown[][] = [];
      const tool = weather((...args: unknown[]) => {
        given.push(args);
        return 'rain';
      });
      await use(tool);
      fixture.telemetry.instrumentation.disable();
      try {
        await use(tool);
      } finally {
        fixture.telemetry.instrumentation.enable();
      }
      const [observed, bare] = given.map(([input, context, ...others]) => [
        input,
        Object.keys(context as object),
        others,
      ]);
      expect(observed).toEqual(bare);
      expect(observed?.[0]).toEqual({ city: 'Oslo' });
    });

    test('whose name is longer than attributes may be has no longer span name either', async () => {
      const name = 'x'.repeat(100_000);
      fixture.simulator.load({
        faults: [{ when: { request: 1 }, answer: { toolUse: { name, input: {} } } }],
      });
      await runner('owned', () => '', { tools: [{ ...weather(() => 'rain'), name }] }).runUntilDone();
      const tool = fixture.telemetry.takeSpans().find((span) => span.name.startsWith('execute_tool xx'));
      expect(tool?.name.length).toBeLessThan(10_000);
      expect(String(tool?.attributes['gen_ai.tool.name']).length).toBeLessThan(10_000);
    });
  });

  test('a tool that throws is a failed tool, and the loop goes on', async () => {
    const run = vi.fn(() => {
      throw new Error('no such city');
    });
    const message = await runner('owned', run).runUntilDone();
    expect(message.stop_reason).toBe('end_turn');
    expect(run).toHaveBeenCalledOnce();
    const spans = fixture.telemetry.takeSpans();
    expect(tree(spans)).toEqual(LOOP);
    const tool = spans.find(({ name }) => name.startsWith('execute'));
    expect(tool?.attributes['error.type']).toBe('tool_error');
    expect(tool?.status.code).toBe(SpanStatusCode.ERROR);
    expect(spans.find(({ name }) => name === 'invoke_agent')?.attributes).not.toHaveProperty('error.type');
  });

  test.each([
    ['aborts', undefined, SpanStatusCode.UNSET],
    ['has a deadline that passes', new DOMException('Too late', 'TimeoutError'), SpanStatusCode.ERROR],
  ])('an application that %s: the status of the agent', async (_, reason, status) => {
    const controller = new AbortController();
    const run = () => {
      controller.abort(reason);
      return 'rain';
    };
    const loop = runner('owned', run, {}, { signal: controller.signal });
    await expect(loop.runUntilDone()).rejects.toThrow(Anthropic.APIUserAbortError);
    const agent = agentOf();
    expect(agent?.status.code).toBe(status);
    expect(agent?.attributes['error.type']).toBe(
      status === SpanStatusCode.ERROR ? 'client_error' : undefined,
    );
  });

  test('a call that fails fails the agent', async () => {
    fixture.simulator.load('*: 400');
    await expect(runner('owned', () => 'rain').runUntilDone()).rejects.toThrow(Anthropic.BadRequestError);
    const agent = fixture.telemetry.takeSpans().find(({ name }) => name === 'invoke_agent');
    expect(agent?.attributes['error.type']).toBe('invalid_request_error');
    expect(agent?.status.code).toBe(SpanStatusCode.ERROR);
  });

  test('an agent whose last call fails keeps the tokens of those before', async () => {
    fixture.simulator.load({
      faults: [
        { when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: { city: 'Oslo' } } } },
        { response: { status: 400, error: { type: 'invalid_request_error', message: 'No' } } },
      ],
    });
    await expect(runner('owned', () => 'rain').runUntilDone()).rejects.toThrow(Anthropic.BadRequestError);
    expect(agentOf()?.attributes).toMatchObject({
      'error.type': 'invalid_request_error',
      'gen_ai.usage.input_tokens': 25,
      'gen_ai.usage.output_tokens': 12,
      'gen_ai.response.finish_reasons': ['tool_use'],
    });
  });

  test('a span made by a tool is a child of the span of the tool', async () => {
    await runner('owned', () => {
      trace.getTracer('application').startSpan('beneath').end();
      return 'rain';
    }).runUntilDone();
    expect(tree(fixture.telemetry.takeSpans())).toEqual(LOOP.toSpliced(3, 0, '    beneath'));
  });

  test('a tool whose own context cannot be made runs in that of its loop', async () => {
    const setSpan = trace.setSpan.bind(trace);
    const failing = vi.spyOn(trace, 'setSpan').mockImplementation((of, span) => {
      if (String(Reflect.get(span, 'name')).startsWith('execute_tool')) throw new Error('no context');
      return setSpan(of, span);
    });
    try {
      await runner('owned', () => {
        trace.getTracer('application').startSpan('beneath').end();
        return 'rain';
      }).runUntilDone();
    } finally {
      failing.mockRestore();
    }
    expect(tree(fixture.telemetry.takeSpans()).toSorted()).toEqual([...LOOP, '  beneath'].toSorted());
  });

  test('the application’s own tool stays as it is, and `this` in it, too', async () => {
    class Tool {
      name = 'get_weather';
      input_schema = { type: 'object' as const };
      #answer = 'rain';
      parse = (input: unknown) => input;
      run(): string {
        return this.#answer;
      }
    }
    const tool = new Tool();
    const { run } = tool;
    await runner('owned', () => '', { tools: [tool] }).runUntilDone();
    expect(tool.run).toBe(run);
    expect(tree(fixture.telemetry.takeSpans())).toEqual(LOOP);
  });
});

test('beside 200 attributes of the application, agent and tool say why they failed', async () => {
  const exporter = new InMemorySpanExporter();
  const full: SpanProcessor = {
    onStart: (span) => {
      for (let index = 0; index < 200; index += 1) span.setAttribute(`app.${index}`, index);
    },
    onEnd: () => undefined,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  fixture.telemetry.instrumentation.setTracerProvider(
    new BasicTracerProvider({ spanProcessors: [full, new SimpleSpanProcessor(exporter)] }),
  );
  try {
    await runner('owned', () => {
      throw new Error('no such city');
    }).runUntilDone();
    fixture.simulator.load('*: 400');
    await runner('owned', () => 'rain')
      .runUntilDone()
      .catch(() => undefined);
  } finally {
    fixture.telemetry.instrumentation.setTracerProvider(trace.getTracerProvider());
  }
  const said = exporter
    .getFinishedSpans()
    .filter(({ name }) => /^(execute_tool|invoke_agent)/.test(name))
    .map(({ name, attributes }) => [
      name,
      attributes['error.type'],
      attributes['gen_ai.usage.output_tokens'] !== undefined,
    ]);
  expect(said).toEqual([
    ['execute_tool get_weather', 'tool_error', false],
    ['invoke_agent', undefined, true],
    ['invoke_agent', 'invalid_request_error', false],
  ]);
});

test('where the SDK traces its tool runner, its spans stay, and each call is one', async () => {
  await runner('adopted', () => 'rain').runUntilDone();
  expect(tree(fixture.telemetry.takeSpans())).toEqual([
    'anthropic.messages.tool_runner',
    '  chat claude-sonnet-5',
    '  anthropic.custom_tool_use get_weather',
    '  chat claude-sonnet-5',
  ]);
});
