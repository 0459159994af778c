// Steps 2 to 7: checks the server, the key, a request, the limits, the service and a whole stream.
import { duration } from '@sevenstep/checklist';
import { asString, field, isEcho, monotonicNow, rateLimits } from '@sevenstep/wire';
import { beginningOf } from '../outgoing.ts';
import { type Redirect, redirectText } from '../redirect.ts';
import { type CallRecord, callApi } from './call.ts';
import type { Note, ProbeReport } from './probe.ts';
import type { ProbeContext } from './probe-context.ts';
import { readStream } from './read-stream.ts';
import { sentTo } from './target.ts';

const seen = ({ attributes, durationSeconds }: CallRecord) => [{ attributes, durationSeconds }];

/** Step 2: lists the models, which is free, and checks which server responds. */
export async function probeEndpoint(context: ProbeContext): Promise<ProbeReport> {
  const call = await callApi(context, { method: 'GET', path: '/v1/models?limit=100' });
  context.calls.set('models', call);
  context.model ??= cheapest(call.body);
  const { headers, status } = call;
  if (status === undefined)
    return { says: `GET /v1/models: no answer after ${duration(call.durationSeconds)}`, seen: seen(call) };
  const requestId = headers.get('request-id');
  const sent = sentTo(context.target);
  const shown = (value: string, length: number): string =>
    isEcho([value], sent) ? '[redacted]' : beginningOf(value, length);
  const who = ['server', 'via'].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : `${name}: ${shown(value, 60)}`;
  });
  const says = [
    `GET /v1/models: ${status} in ${duration(call.durationSeconds)}`,
    requestId === null ? 'no request-id' : `request-id ${shown(requestId, 80)}`,
    ...who,
  ].join(', ');
  const stripped = status < 300 && requestId === null && call.attributes['error.type'] === undefined;
  if (call.redirect !== undefined) {
    return {
      says: `${says}, redirects to ${redirectText(call.redirect)}`,
      seen: seen(call),
      notes: [redirected(call.redirect)],
    };
  }
  return {
    says,
    seen: seen(call),
    notes: stripped
      ? [
          {
            id: 'endpoint.unrecognized',
            says: "The answer has no request-id: an intermediary removes the API's headers, or answers itself",
          },
        ]
      : [],
  };
}

/** A redirect. `fetch` follows it with most headers, so the other server may get the key. */
const redirected = (redirect: Redirect): Note => ({
  id: 'endpoint.unrecognized',
  says: `The base URL redirects to ${redirectText(redirect)}, which was not followed: a client would send key and prompt there. Set the base URL to the address of the API`,
});

/** The default model: one of the smallest family that the key may use. */
function cheapest(list: unknown): string | undefined {
  const data = field(list, 'data');
  const ids = Array.isArray(data) ? data.flatMap((model) => asString(field(model, 'id')) ?? []) : [];
  return ids.find((id) => id.includes('haiku')) ?? ids[0];
}

/** Step 3: reads from the same response whether the key is accepted. */
export function probeIdentity(context: ProbeContext): ProbeReport {
  const call = context.calls.get('models');
  const organization = call?.attributes['anthropic.organization.id'];
  if (call?.status === undefined || call.status >= 300) {
    // The checklist decides whether the response is about the key.
    return { says: `the free call was answered with ${call?.status}`, skipped: true };
  }
  return {
    says: `accepted${organization === undefined ? '' : `, organization ${beginningOf(organization, 40)}`}`,
  };
}

const MAX_TOKENS = 32;

const message = (model: string) => ({
  model,
  max_tokens: MAX_TOKENS,
  messages: [{ role: 'user', content: 'Reply with the word OK.' }],
});

const NOT_SENT = {
  no: 'not sent: you said no',
  'nobody to ask': 'not sent: it costs tokens, and there is no terminal to ask you on; --yes sends it',
} as const;

/** Step 4: sends the smallest possible message. */
export async function probeRequest(context: ProbeContext): Promise<ProbeReport> {
  if (context.pendingError) return { says: 'not sent: the free call failed', skipped: true };
  const { model } = context;
  if (model === undefined)
    return { says: 'not sent: no model was found; name one with --model', skipped: true };
  const consent = await context.consent(model);
  if (consent !== 'yes') return { says: NOT_SENT[consent], skipped: true };
  const call = await callApi(context, { method: 'POST', path: '/v1/messages', body: message(model) });
  context.calls.set('message', call);
  const used = [call.attributes['gen_ai.usage.input_tokens'], call.attributes['gen_ai.usage.output_tokens']];
  const tokens = used[0] === undefined ? '' : `, ${used[0]} tokens in, ${used[1]} out`;
  return {
    says: `${model}: ${call.status ?? 'no answer'} in ${duration(call.durationSeconds)}${tokens}`,
    seen: seen(call),
  };
}

/** Step 5: reads the remaining limits from the headers of the last call. */
export function probeLimits(context: ProbeContext): ProbeReport {
  const call = context.calls.get('message') ?? context.calls.get('models');
  const limits = call === undefined ? [] : rateLimits(call.headers, Date.now());
  const known = limits.filter(({ limit, remaining }) => limit !== undefined && remaining !== undefined);
  if (known.length === 0)
    return { says: 'the answer has no rate-limit headers, so the remaining limits are not known' };
  return {
    says: known
      .map(({ kind, limit = 0, remaining = 0 }) => `${kind.replaceAll('_', ' ')} ${share(remaining, limit)}`)
      .join(', '),
  };
}

const share = (remaining: number, limit: number): string =>
  limit === 0 ? `${remaining} left` : `${Math.floor((100 * remaining) / limit)} % left of ${limit}`;

/** Step 6: checks whether the service failed a call, or succeeded only after retries. */
export function probeService(context: ProbeContext): ProbeReport {
  const retries = [...context.calls.values()].reduce(
    (sum, { attributes }) => sum + (attributes['http.request.resend_count'] ?? 0),
    0,
  );
  const answers = [...context.calls.values()].filter(({ status = 0 }) => status > 0 && status < 300).length;
  return {
    says: `${answers} of ${context.calls.size} calls answered${retries === 0 ? '' : `, after ${retries} retries`}`,
  };
}

/** Step 7: sends the same message as a stream. */
export async function probeResponse(context: ProbeContext): Promise<ProbeReport> {
  const { model } = context;
  if (context.calls.get('message') === undefined || model === undefined) {
    return { says: 'not checked: no message was sent', skipped: true };
  }
  const startedAt = monotonicNow();
  const call = await callApi(context, {
    method: 'POST',
    path: '/v1/messages',
    body: { ...message(model), stream: true },
    readStream: (body, signal, sent) => readStream(body, signal, startedAt, sent),
  });
  context.calls.set('stream', call);
  const { attributes } = call;
  const figures = [
    `${attributes['anthropic.stream.events'] ?? 0} events`,
    lasting('first after', attributes['gen_ai.response.time_to_first_chunk']),
    lasting('longest gap', attributes['anthropic.stream.longest_gap']),
  ];
  const outcome = attributes['anthropic.stream.outcome'] ?? call.status ?? 'no answer';
  return { says: `stream ${outcome}: ${figures.filter((part) => part !== '').join(', ')}`, seen: seen(call) };
}

const lasting = (label: string, value: number | undefined): string =>
  value === undefined ? '' : `${label} ${duration(value)}`;
