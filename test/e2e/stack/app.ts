// An application that makes calls at a steady rate, with instructions over IPC. It runs with `--import @sevenstep/register`.
import { Anthropic } from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';
import { type Drill, runDrill, startSimulator } from '@sevenstep/anthropic-simulator';

/** An instruction: call like this from now on. */
export interface Traffic {
  readonly drill: Drill;
  readonly perSecond: number;
  /** After so many it calls no more, and says so. @default until it is told otherwise */
  readonly requests?: number;
}

/** More than so many at once are not begun: a slow machine makes fewer calls, not a heap of them. */
const MOST_AT_ONCE = 200;

const tracer = trace.getTracer('test-application');
const simulator = await startSimulator();
let timer: NodeJS.Timeout | undefined;
const underWay = new Set<Promise<void>>();

/** Handles a request of a user: the calls of a drill, in one trace. */
const handleRequest = (drill: Drill): Promise<void> =>
  tracer.startActiveSpan('GET /', async (span) => {
    await runDrill(Anthropic, drill, { baseURL: simulator.url, clientOptions: { logLevel: 'off' } });
    span.end();
  });

process.on('message', ({ drill, perSecond, requests = Number.POSITIVE_INFINITY }: Traffic) => {
  clearInterval(timer);
  simulator.load({ faults: drill.faults ?? [] });
  let left = requests;
  timer = setInterval(async () => {
    if (underWay.size >= MOST_AT_ONCE) return;
    const request = handleRequest(drill).finally(() => underWay.delete(request));
    underWay.add(request);
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    await Promise.all(underWay);
    process.send?.('done');
  }, 1000 / perSecond);
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
