// The endpoints, with their healthy answers.

import type { SimulatorRequest } from '../request/request.ts';
import type { Takes } from '../request/request-check.ts';
import type { DrawKey } from '../script/draws.ts';
import type { Answer, Fault } from '../script/script.ts';
import { answerName } from '../shapes.ts';
import { type Content, jsonContent, refusalContent } from './content.ts';
import { message, messageEvents, usageOf } from './message.ts';
import { findModel, modelList } from './models.ts';
import { planStream } from './stream-plan.ts';

/** The input of a healthy answer. */
interface AnswerContext {
  readonly request: SimulatorRequest;
  readonly fault: Fault | undefined;
  readonly key: DrawKey;
  readonly requestId: string;
  /** The last part of the path, if the route has an id. */
  readonly id: string;
}

/** An endpoint. */
interface Route extends Takes {
  /** Matched against the whole path; its first group is the id. */
  readonly path: RegExp;
  readonly answer: (context: AnswerContext) => Content;
}

const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/v1\/messages$/,
    body: 'messages',
    answer: answerMessage,
  },
  {
    method: 'POST',
    path: /^\/v1\/messages\/count_tokens$/,
    body: 'count_tokens',
    answer: ({ fault }) => jsonContent({ input_tokens: usageOf(fault?.answer ?? {}).input_tokens }),
  },
  { method: 'GET', path: /^\/v1\/models$/, body: undefined, answer: () => jsonContent(modelList()) },
  { method: 'GET', path: /^\/v1\/models\/([^/]+)$/, body: undefined, answer: answerModel },
];

/** The endpoint of a path, without its query. */
export const findRoute = (path: string): { route: Route; id: string } | undefined => {
  for (const route of ROUTES) {
    const match = route.path.exec(path);
    if (match) return { route, id: match[1] ?? '' };
  }
  return undefined;
};

function answerMessage({ request, fault, key, requestId }: AnswerContext): Content {
  const answer: Answer = fault?.answer ?? {};
  const sequences = request.body?.stop_sequences;
  const stopSequence = Array.isArray(sequences) && typeof sequences[0] === 'string' ? sequences[0] : null;
  const asked = { model: request.model ?? '', beta: request.beta, stopSequence };
  const usage = usageOf(answer);
  if (!request.stream) return { ...jsonContent(message(answer, asked, key)), usage };
  const events = messageEvents(answer, asked, key);
  const steps = planStream(events, { fault: fault?.stream, pauseMs: answer.pauseMs, requestId });
  return { status: 200, contentType: 'text/event-stream; charset=utf-8', body: { steps }, usage };
}

function answerModel({ id, requestId }: AnswerContext): Content {
  const model = findModel(id);
  return model
    ? jsonContent(model)
    : refusalContent({ type: 'not_found_error', message: `model: ${answerName(id)}` }, requestId);
}
