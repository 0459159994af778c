// A call that has ended is not counted, takes no attempt of a later call, and keeps no memory.
import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AlwaysOffSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { CallTimes } from '@sevenstep/instrumentation-anthropic';
import { beforeEach, describe, expect, test } from 'vitest';
import { collectUntil } from '../support/collect-garbage.ts';
import { registerPropagator } from '../support/sampling-modes.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { isCallSpan, SPAN_KINDS, type SpanKind, startTestTelemetry } from '../support/telemetry.ts';

type Params = typeof PARAMS;

/** Receives objects that the application gets but does not keep. */
type LetGo = (answer: object) => void;

/** A way in which a call ends. */
interface Ending {
  readonly script: string;
  /** Returns what the application may keep of the call: a message, a stream, a response or an error. */
  readonly run: (client: Anthropic, params: Params, letGo: LetGo) => Promise<unknown>;
}

const drain = async <Events extends AsyncIterable<unknown>>(events: Events): Promise<Events> => {
  for await (const _ of events);
  return events;
};
const streamed = (client: Anthropic, params: Params) => client.messages.create({ ...params, stream: true });
const whenAnswered =
  (then: () => void): typeof fetch =>
  async (...args) => {
    const response = await fetch(...args);
    setTimeout(then, 10);
    return response;
  };

const ENDINGS: Readonly<Record<string, Ending>> = {
  'an answer': { script: 'ok', run: (client, params) => client.messages.create(params) },
  'a refusal': { script: '400', run: (client, params) => client.messages.create(params) },
  'a refusal after retries': {
    script: '529 retry-after-ms=1',
    run: (client, params) => client.messages.create(params),
  },
  'no answer': {
    script: 'reset',
    run: (client, params) => client.messages.create(params, { maxRetries: 0 }),
  },
  'a timeout': {
    script: 'hang',
    run: (client, params) => client.messages.create(params, { maxRetries: 0, timeout: 20 }),
  },
  'an abort': {
    script: 'hang',
    run: (client, params) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 20);
      return client.messages.create(params, { signal: controller.signal });
    },
  },
  'an abort while the SDK waits to retry': {
    script: '429 retry-after=30',
    run: (client, params) => {
      const controller = new AbortController();
      const fetch = whenAnswered(() => controller.abort());
      return client.withOptions({ fetch }).messages.create(params, { signal: controller.signal });
    },
  },
  'a signal that was aborted before': {
    script: 'ok',
    run: (client, params) => client.messages.create(params, { signal: AbortSignal.abort() }),
  },
  'a stream to its end': {
    script: 'ok',
    run: async (client, params) => drain(await streamed(client, params)),
  },
  'a stream that is left': {
    script: 'ok',
    run: async (client, params) => {
      const stream = await streamed(client, params);
      for await (const _ of stream) break;
      return stream;
    },
  },
  'a stream that is cut': {
    script: 'cut after 3 deltas',
    run: async (client, params) => drain(await streamed(client, params)),
  },
  'a stream that is aborted': {
    script: 'stall 30s after 3 deltas',
    run: async (client, params) => {
      const stream = await streamed(client, params);
      setTimeout(() => stream.controller.abort(), 20);
      return drain(stream);
    },
  },
  'the stream helper': {
    script: 'ok',
    run: (client, params) => client.messages.stream(params).finalMessage(),
  },
  'a response that is read': {
    script: 'ok',
    run: async (client, params, letGo) => {
      const response = await client.messages.create(params).asResponse();
      letGo((await response.json()) as object);
      return response;
    },
  },
  'a response that is discarded': {
    script: 'ok',
    run: async (client, params) => {
      const response = await client.messages.create(params).asResponse();
      await response.body?.cancel();
      return response;
    },
  },
  'a response that nobody reads': {
    script: 'ok',
    run: async (client, params) => void (await client.messages.create(params).asResponse()),
  },
  'a stream that nobody reads': {
    script: 'ok',
    run: async (client, params) => void (await streamed(client, params)),
  },
  'a tool runner': {
    script: 'ok',
    run: (client, params) => client.beta.messages.toolRunner({ ...params, tools: [] }).runUntilDone(),
  },
};

let times: CallTimes | undefined;
const WAYS = { patched: true, 'through the middleware': false };

describe.each(Object.entries(WAYS))('%s', (_way, patch) => {
  const fixture = setUp(() => {
    registerPropagator();
    const diagnose = (_attributes: unknown, _span: unknown, given: CallTimes): undefined => {
      times = given;
    };
    return startTestTelemetry({ diagnose }, { patch });
  });
  const client = (kind: SpanKind, options: ClientOptions = {}): Anthropic =>
    fixture.client(kind, {
      ...(!patch && { middleware: [fixture.telemetry.instrumentation.middleware()] }),
      ...options,
    });
  /** The number of other open calls, as a call that ends now records it. */
  async function underWay(): Promise<number | undefined> {
    fixture.simulator.load('ok');
    await client('owned').messages.create(PARAMS);
    return times?.inFlight;
  }
  const sampledOut = () => new BasicTracerProvider({ sampler: new AlwaysOffSampler() });
  /** Clients with spans of each kind, recorded and not. */
  const clients = (): ReadonlyArray<readonly [title: string, client: Anthropic]> =>
    SPAN_KINDS.flatMap((kind) => [
      [`${kind}`, client(kind)],
      [
        `${kind}, not recorded`,
        client(kind, { openTelemetry: { tracerProvider: sampledOut(), traces: kind === 'adopted' } }),
      ],
    ]);

  test('no ending leaves a call under way, nor in memory what it was sent or answered', async () => {
    const kept = new Set<string>();
    const registry = new FinalizationRegistry<string>((title) => kept.delete(title));
    const got: unknown[] = [];
    /** A separate function, so that its local variables are released with it. */
    const ended = async (title: string, { script, run }: Ending, of: Anthropic): Promise<void> => {
      fixture.simulator.load(script);
      const params = structuredClone(PARAMS);
      const keep = (object: object, what: string): void => {
        kept.add(what);
        registry.register(object, what);
      };
      // The SDK copies the parameters, but not the objects inside.
      keep(params.messages, `${title}, sent`);
      const letGo: LetGo = (answer) => keep(answer, `${title}, answered`);
      got.push(await run(of, params, letGo).catch((error: unknown) => error));
    };
    for (const [kind, of] of clients())
      for (const [title, ending] of Object.entries(ENDINGS)) await ended(`${title}, ${kind}`, ending, of);
    await collectUntil(() => kept.size === 0 || undefined);
    expect([...kept]).toEqual([]);
    expect(got).toHaveLength(Object.keys(ENDINGS).length * clients().length);
    expect(await underWay()).toBe(0);
  });

  describe.each(SPAN_KINDS)('%s call spans', (kind) => {
    test('a signal that outlives its calls is left as it was', async () => {
      const { signal } = new AbortController();
      const of = client(kind);
      for (const script of [
        'ok',
        '400',
        '529 retry-after-ms=1',
        '1: 529 retry-after-ms=1; 2: ok',
        'cut after 3 deltas',
      ]) {
        fixture.simulator.load(script);
        for (const stream of [false, true]) {
          const answer = await of.messages.create({ ...PARAMS, stream }, { signal }).catch(() => undefined);
          if (answer && Symbol.asyncIterator in answer) await drain(answer).catch(() => undefined);
        }
      }
      fixture.simulator.load('reset');
      await of.messages.create(PARAMS, { signal, maxRetries: 0 }).catch(() => undefined);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    });

    test.each([
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ])('calls that end in another order than they began: %i, %i, %i', async (...order) => {
      fixture.simulator.load('ok');
      fixture.telemetry.takeSpans();
      const of = client(kind);
      const streams = [await streamed(of, PARAMS), await streamed(of, PARAMS), await streamed(of, PARAMS)];
      const ended = () => fixture.telemetry.takeSpans().filter(isCallSpan).length;
      for (const index of order.slice(0, 2)) {
        for await (const _ of streams[index] ?? Readable.from([]));
        expect(ended()).toBe(1);
      }
      // Ending all open calls finds the last one.
      fixture.telemetry.instrumentation.endCalls();
      expect(ended()).toBe(1);
      expect(await underWay()).toBe(0);
    });

    test('all that are under way are ended with the process, each once', async () => {
      fixture.simulator.load('ok');
      fixture.telemetry.takeSpans();
      const of = client(kind);
      const streams = [await streamed(of, PARAMS), await streamed(of, PARAMS), await streamed(of, PARAMS)];
      fixture.telemetry.instrumentation.endCalls();
      for (const stream of streams) await drain(stream);
      fixture.telemetry.instrumentation.endCalls();
      expect(fixture.telemetry.takeSpans().filter(isCallSpan)).toHaveLength(3);
    });

    test('calls under way are counted until each of them is over', async () => {
      fixture.simulator.load('ok');
      const of = client(kind);
      const streams = [await streamed(of, PARAMS), await streamed(of, PARAMS), await streamed(of, PARAMS)];
      for (const stream of streams) {
        const before = await underWay();
        await drain(stream);
        expect(await underWay()).toBe((before ?? 0) - 1);
      }
      expect(await underWay()).toBe(0);
    });

    describe('the same options again', () => {
      const newOptions = (isFrozen: boolean) => {
        const options = { method: 'post', path: '/v1/messages', body: PARAMS } as const;
        return isFrozen ? Object.freeze(options) : { ...options };
      };
      beforeEach(() => void fixture.telemetry.takeSpans());
      const calls = () =>
        fixture.telemetry
          .takeSpans()
          .filter(isCallSpan)
          .map(({ attributes }) => [
            attributes['http.response.status_code'],
            attributes['http.request.resend_count'] ?? 0,
          ]);

      test.each([false, true])(
        'after calls that are over (frozen: %s): attempts are of the new call',
        async (isFrozen) => {
          fixture.simulator.load(
            '#1: 400; #2: 529 retry-after-ms=1; #3: 529 retry-after-ms=1; #4: ok; #5: ok; #6: 404',
          );
          const of = client(kind);
          const options = newOptions(isFrozen);
          for (let made = 0; made < 4; made += 1) await of.request(options).catch(() => undefined);
          expect(calls()).toEqual([
            [400, 0],
            [200, 2],
            [200, 0],
            [404, 0],
          ]);
          expect(await underWay()).toBe(0);
        },
      );

      test('without a context manager, one after the other', async () => {
        context.disable();
        try {
          fixture.simulator.load('#1: 529 retry-after-ms=1; #2: ok; #3: 529 retry-after-ms=1; #4: ok');
          const of = client(kind);
          const options = newOptions(false);
          for (let made = 0; made < 2; made += 1) await of.request(options);
        } finally {
          context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
        }
        expect(calls()).toEqual([
          [200, 1],
          [200, 1],
        ]);
      });

      test('at the same time, each with its own attempts', async () => {
        fixture.simulator.load('#1: 529 retry-after-ms=30; #2: 529 retry-after-ms=30; *: ok');
        const of = client(kind);
        const options = newOptions(false);
        await Promise.all([of.request(options), of.request(options)]);
        expect(calls()).toEqual([
          [200, 1],
          [200, 1],
        ]);
        expect(await underWay()).toBe(0);
      });

      test('while a stream of the first is open', async () => {
        fixture.simulator.load('#1: ok; #2: 529 retry-after-ms=1; *: ok');
        const of = client(kind);
        const options = { ...newOptions(false), body: { ...PARAMS, stream: true }, stream: true };
        const first = await of.request<AsyncIterable<unknown>>(options);
        await drain(await of.request<AsyncIterable<unknown>>(options));
        expect(calls()).toEqual([[200, 1]]);
        await drain(first);
        expect(calls()).toEqual([[200, 0]]);
        expect(await underWay()).toBe(0);
      });
    });
  });
});
