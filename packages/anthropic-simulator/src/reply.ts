// The simulator's plan for one request, decided before it sends the first byte.
import { type Content, errorContent, JSON_TYPE, refusalContent } from './answer/content.ts';
import { findRoute } from './answer/routes.ts';
import { errorTypeOfStatus, statusOfErrorType, usualMessage } from './api/error-types.ts';
import { apiHeaders, changeHeaders } from './api/headers.ts';
import type { SimulatorRequest } from './request/request.ts';
import { refusalOf } from './request/request-check.ts';
import { checkScript } from './script/check-script.ts';
import { describeFault, isHarmless } from './script/describe-fault.ts';
import { type DrawKey, idFor } from './script/draws.ts';
import { ScriptSyntaxError } from './script/reader.ts';
import type { ApiError, Fault, FaultResponse, Script, Usage } from './script/script.ts';
import { selectFault } from './script/select-fault.ts';
import { FAULT_MODEL_PREFIX, journalErrorType, journalHeaders } from './shapes.ts';

/** The plan for a request. */
export interface Reply {
  /** The name of the fault in the journal. */
  readonly fault: string | undefined;
  readonly delayMs: number;
  /** Set in place of all the fields below. */
  readonly connection: 'reset' | 'close' | 'hang' | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string | undefined;
  readonly errorType: string | undefined;
  readonly usage: Usage | undefined;
  /** Whether a success is not in the API's form: another body, or an event that is not JSON. */
  readonly isUnreadable: boolean;
  readonly body: Content['body'];
  /** The headers for the journal. */
  readonly journalHeaders: Readonly<Record<string, string>>;
  /** Whether the request itself asked for the fault. Its words are then not recorded. */
  readonly isAsked: boolean;
}

/** The header with which a request asks for a fault. Its value is a script in text form. */
const FAULT_HEADER = 'x-simulator-fault';

/** The longest script that a request may have, in characters. */
const MOST_ASKED = 4096;

const MESSAGES = '/v1/messages';

/**
 * Decides the whole reply: the fault that the request or the script names, else the API's behaviour.
 *
 * @param strict - Whether to reject everything that the API is known to reject.
 */
export function replyTo(request: SimulatorRequest, script: Script, now: number, strict = false): Reply {
  const key: DrawKey = {
    seed: script.seed ?? 1,
    scriptName: script.name ?? 'script',
    ordinal: request.ordinal,
  };
  const requestId = idFor(key, 'req_');
  const asked = askedFor(request);
  const fault = asked instanceof Error ? asked : selectFault(asked ?? script, request, key);
  if (fault instanceof Error) {
    const error = { type: 'invalid_request_error', message: fault.message };
    return { ...NOTHING, ...complete(undefined, errorContent(error, requestId), requestId, now, false) };
  }
  const content = contentOf(request, fault, key, requestId, strict);
  return {
    fault: fault && !isHarmless(fault) ? describeFault(asked ? withKnownTypes(fault) : fault) : undefined,
    delayMs: fault?.delayMs ?? 0,
    connection: fault?.connection,
    isUnreadable: fault?.response?.body !== undefined || fault?.stream?.then === 'garbage',
    ...complete(fault?.response, content, requestId, now, asked !== undefined),
  };
}

/** The fault with only known error types, not words of the request. */
function withKnownTypes({ response, stream, ...rest }: Fault): Fault {
  const known = <T extends { readonly error?: ApiError }>({ error, ...part }: T) => ({
    ...part,
    ...(error && { error: { type: journalErrorType(error.type), message: '' } }),
  });
  return {
    ...rest,
    ...(response && { response: known(response) }),
    ...(stream && { stream: { ...known(stream), after: stream.after, then: stream.then } }),
  };
}

const NOTHING = { fault: undefined, delayMs: 0, connection: undefined, isUnreadable: false };

/** The script in the request's header or model; an error if it is invalid. */
function askedFor(request: SimulatorRequest): Script | Error | undefined {
  const header = request.headers[FAULT_HEADER];
  const model = request.model?.startsWith(FAULT_MODEL_PREFIX) ? request.model : undefined;
  const [source, text] =
    header !== undefined
      ? [FAULT_HEADER, header.toString()]
      : ['the model', model?.slice(FAULT_MODEL_PREFIX.length)];
  if (text === undefined) return undefined;
  if (text.length > MOST_ASKED) {
    return new Error(`${source}: expected at most ${MOST_ASKED} characters, found ${text.length}`);
  }
  try {
    const script = checkScript(text);
    const needsStream =
      script.faults.some(({ stream }) => stream) && !request.stream && request.path === MESSAGES;
    return needsStream
      ? new Error(`${source}: a fault of the stream needs a request with "stream": true`)
      : script;
  } catch (error) {
    return new Error(`${source}: ${error instanceof ScriptSyntaxError ? error.where : 'no script'}`);
  }
}

function contentOf(
  request: SimulatorRequest,
  fault: Fault | undefined,
  key: DrawKey,
  requestId: string,
  strict: boolean,
): Content {
  const response = fault?.response;
  const scripted = response && scriptedContent(response, requestId);
  if (scripted) return scripted;
  const found = findRoute(request.path);
  if (!found) return refusalContent({ type: 'not_found_error', message: 'Not found' }, requestId);
  const refusal = refusalOf(request, found.route, strict);
  if (refusal) return refusalContent(refusal, requestId);
  return found.route.answer({ request, fault, key, requestId, id: found.id });
}

/** The answer of a fault; `undefined` if the answer stays healthy. */
function scriptedContent({ status, error, body }: FaultResponse, requestId: string): Content | undefined {
  if (body !== undefined) {
    return {
      status: status ?? (error ? statusOfErrorType(error.type) : 200),
      contentType: JSON_TYPE,
      body: { text: body },
    };
  }
  if (error) return errorContent(error, requestId, status);
  if (status === undefined || status === 200) return undefined;
  if (status < 400) return { status, contentType: JSON_TYPE, body: { text: '' } };
  const type = errorTypeOfStatus(status);
  return errorContent({ type, message: usualMessage(type) }, requestId, status);
}

/** Builds the reply from a content, with the API's headers and then the fault's. */
function complete(
  response: FaultResponse | undefined,
  { status, contentType, errorType, usage, body, byEdge }: Content,
  requestId: string,
  now: number,
  isAsked: boolean,
): Pick<
  Reply,
  'status' | 'headers' | 'requestId' | 'errorType' | 'usage' | 'body' | 'journalHeaders' | 'isAsked'
> {
  const usual = byEdge ? { 'content-type': contentType } : apiHeaders(requestId, contentType, now);
  const streamed = 'steps' in body ? { 'cache-control': 'no-cache' } : undefined;
  const headers = changeHeaders({ ...usual, ...streamed }, response?.headers);
  return {
    status,
    headers,
    requestId: headers['request-id'],
    errorType,
    usage,
    body,
    journalHeaders: isAsked ? journalHeaders(headers, response?.headers ?? {}) : headers,
    isAsked,
  };
}
