// Calls with the TypeScript SDK, as an application does.
import Anthropic from '@anthropic-ai/sdk';
import pino from 'pino';
import winston from 'winston';
import { printForms, signalOf } from './forms.mjs';

const logger = pino({}, pino.destination({ fd: 1, sync: true }));

await printForms(make, {
  pino: (error) => logger.error(error),
  'pino err': (error) => logger.error({ err: error }, 'chat failed'),
  'winston json': (error) => logWith(winston.format.json()).error('chat failed', error),
  'winston printf': (error) =>
    logWith(
      winston.format.printf(
        ({ timestamp, level, message, stack }) => `${timestamp} [${level}] ${message} ${stack ?? ''}`,
      ),
    ).error(error),
});

function logWith(last) {
  const { combine, errors, timestamp } = winston.format;
  return winston.createLogger({
    format: combine(errors({ stack: true }), timestamp(), last),
    transports: [new winston.transports.Console({ forceConsole: true })],
  });
}

async function make(call) {
  const { apiKey, keyError, baseURL, headers, maxRetries, timeoutMs, params, betas, method, beta } = call;
  const client = new Anthropic({
    baseURL,
    apiKey: keyError === undefined ? apiKey : () => Promise.reject(new Error(keyError)),
    authToken: null,
    defaultHeaders: headers,
    maxRetries,
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
  });
  const messages = beta ? client.beta.messages : client.messages;
  const request = { signal: signalOf(call) };
  const body = { ...params, ...(betas.length > 0 && { betas }) };
  if (method === 'create') return await messages.create(body, request);
  const stream =
    method === 'stream'
      ? messages.stream(body, request)
      : await messages.create({ ...body, stream: true }, request);
  const events = [];
  for await (const event of stream) events.push(JSON.stringify(event));
  return events.join('\n');
}
