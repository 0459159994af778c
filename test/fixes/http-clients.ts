// Calls through an HTTP client that is set up wrong, then through that of the page.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { paramsOf } from '../../packages/anthropic-simulator/src/drill/make-call.ts';
import { loadUndici } from '../support/node-dispatcher.ts';
import { clientOptionsFor } from '../support/telemetry.ts';
import { startForgetful } from './networks.ts';
import { runCode } from './page-code.ts';
import type { Proof } from './proof.ts';

/** Makes one call with a client that has this dispatcher; then runs the page's code. */
export const dispatching =
  (wrong: () => Promise<object>): NonNullable<Proof['run']> =>
  async (code, url) => {
    const { Agent } = await loadUndici();
    if (code !== undefined) {
      await runCode(code, { params: paramsOf({}) });
      return [];
    }
    const dispatcher = (await wrong()) as InstanceType<typeof Agent>;
    const options = { baseURL: url, maxRetries: 0, fetchOptions: { dispatcher } } as ClientOptions;
    await call(new Anthropic({ ...clientOptionsFor('owned'), ...options }), 'Hello');
    return [];
  };

/** The balancer forgets a connection after this time, and the application waits longer between two calls. In milliseconds. */
const IDLE_MS = 600;
const PAUSE_MS = 1_100;

/** Two calls with a pause between them, through a balancer that forgets the connection meanwhile. */
export const forgotten =
  (maxRetries: number): NonNullable<Proof['run']> =>
  async (code, url) => {
    await loadUndici();
    await using balancer = await startForgetful(url, IDLE_MS);
    const baseURL = `http://127.0.0.1:${balancer.port}`;
    const questions = ['One', 'Two'];
    if (code !== undefined) {
      const here = code
        .replace('new Anthropic({', `new Anthropic({ baseURL: '${baseURL}', `)
        .replaceAll('4_000', String(IDLE_MS / 2))
        .replace('60_000', String(PAUSE_MS));
      await runCode(here, { params: paramsOf({}), questions });
      return [];
    }
    const client = new Anthropic({ ...clientOptionsFor('owned'), baseURL, maxRetries });
    for (const question of questions) {
      await call(client, question);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return [];
  };

const call = (client: Anthropic, content: string): Promise<unknown> =>
  client.messages.create({ ...paramsOf({}), messages: [{ role: 'user', content }] }).catch(() => undefined);
