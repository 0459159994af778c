// What Sevenstep records of a call, recorded by hand and without looking at the call: the least that telemetry of this size costs.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Attributes, type Histogram, metrics, SpanKind, trace } from '@opentelemetry/api';
import type * as Conventions from '@sevenstep/semantic-conventions';
import type { Client, Subject } from './subject.ts';

/** As `last-span.ts` printed it. */
interface Recording {
  readonly name: string;
  readonly attributes: Attributes;
}

/** These are known when a call starts, the others when it has ended. */
const AT_START = /^(gen_ai\.(operation|provider|request)|http\.(request|route)|server|anthropic\.sdk)/;

export const same: Subject = {
  sdkSpans: false,
  start: () => undefined,
  wrap: (client) => {
    const { name, attributes } = JSON.parse(readFileSync('same.json', 'utf8')) as Recording;
    const all = Object.entries(attributes);
    const atStart: Attributes = Object.fromEntries(all.filter(([key]) => AT_START.test(key)));
    const atEnd: Attributes = Object.fromEntries(all.filter(([key]) => !AT_START.test(key)));
    const { METRICS } = createRequire(import.meta.url)(
      '@sevenstep/semantic-conventions',
    ) as typeof Conventions;
    const meter = metrics.getMeter('same');
    const [duration, tokens]: Histogram[] = [
      'gen_ai.client.operation.duration',
      'gen_ai.client.token.usage',
    ].map((metric) => meter.createHistogram(metric));
    const kept: readonly string[] = METRICS['gen_ai.client.operation.duration'].attributes;
    const ofCall: Attributes = Object.fromEntries(all.filter(([key]) => kept.includes(key)));
    const [input, output]: Attributes[] = ['input', 'output'].map((type) => ({
      ...ofCall,
      'gen_ai.token.type': type,
    }));
    const create = (params: never): Promise<unknown> => {
      const options = { kind: SpanKind.CLIENT, attributes: atStart };
      return trace.getTracer('same').startActiveSpan(name, options, async (span) => {
        const answer = await client.messages.create(params);
        span.setAttributes(atEnd);
        duration?.record(0.01, ofCall);
        tokens?.record(812, input);
        tokens?.record(140, output);
        span.end();
        return answer;
      });
    };
    return { messages: { create, stream: client.messages.stream } } as unknown as Client;
  },
};
