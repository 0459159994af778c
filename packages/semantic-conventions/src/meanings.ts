// The meaning of each value in a closed set, which the README and the registry show. Not shipped.
import type { CLOSED_SETS } from './attributes.ts';
import type { AttemptOutcome, CheckState } from './values.ts';

type Sets = { readonly [Name in keyof typeof CLOSED_SETS]: (typeof CLOSED_SETS)[Name][number] } & {
  readonly 'anthropic.attempt.outcome': AttemptOutcome;
  readonly 'anthropic.check.state': CheckState;
};

/** Meanings by attribute and value. */
export const MEANINGS: { readonly [Name in keyof Sets]: Readonly<Record<Sets[Name], string>> } = {
  'anthropic.attempt.outcome': {
    success: 'An answer came',
    connection: 'The connection failed or broke',
    timeout: 'The SDK gave up waiting for response headers, or 408',
    gateway: "An intermediary answered: the error has no `request-id`, and is not a cloud's own",
    unauthorized: '401',
    rate_limit: '429',
    overloaded: '529',
    server: 'Another status from 500 on',
    conflict: '409',
    rejected: 'Another status below 500',
    aborted: 'The application aborted the call',
  },
  'anthropic.check.state': {
    pass: 'The check passed',
    warn: 'The check passed, with a warning',
    fail: 'The check failed',
    skip: 'The check did not run: an earlier check failed, or it costs tokens',
  },
  'anthropic.auth.key_shape': {
    ok: 'It begins with `sk-ant-`',
    missing: 'It is absent or empty',
    undecodable: 'It has U+FFFD, from bytes read in the wrong encoding',
    invisible: 'It has zero-width characters or a byte order mark',
    whitespace: 'It has blanks or line breaks inside or in front',
    control: 'It has control characters',
    quoted: 'It has quotation marks around it',
    masked: 'It has dots in place of characters',
    placeholder: 'It is sample text',
    non_ascii: 'It has other characters that no key has',
    other_vendor: "It has another vendor's prefix",
    unknown: 'None of these',
  },
  'anthropic.error.body': {
    api_error: "The API's own error",
    json: 'Other JSON',
    html: 'A page',
    text: 'Other text',
    empty: 'Nothing',
  },
  'anthropic.request.proxy': {
    client: "Yes, by the client's `fetchOptions`",
    process:
      'Yes, by the dispatcher of the process, which NODE_USE_ENV_PROXY or `setGlobalDispatcher` set up',
    ignored:
      'HTTPS_PROXY or HTTP_PROXY is set, but the `fetch` of Node.js reads them only with `NODE_USE_ENV_PROXY`',
  },
  'anthropic.retry.outcome': {
    recovered: 'A later attempt succeeded',
    exhausted: 'The last failure could have been retried, but no retry was left',
    not_retryable: 'The SDK does not retry such a failure',
    aborted: 'The application aborted the call in between',
  },
  'anthropic.stream.outcome': {
    completed: '`message_stop` arrived',
    interrupted: 'The connection broke',
    incomplete: 'A clean end without `message_stop`',
    error_event: 'The API sent an `error` event after its 200',
    malformed: 'An event that is not JSON',
    aborted: "The application's signal or `abort()`",
    abandoned: 'The application stopped reading',
    timeout: 'A signal of `AbortSignal.timeout()`',
  },
  'anthropic.diagnosis.check': {
    connection: 'Step 1: did the request reach a server at all?',
    endpoint: 'Step 2: was it the API that answered, on the path that was meant?',
    identity: 'Step 3: are key, account and permission accepted?',
    request: 'Step 4: is the request valid and not too large?',
    limits: 'Step 5: is the call within the limits?',
    service: 'Step 6: is the service healthy?',
    response: 'Step 7: did the whole answer arrive, and can it be used?',
    unknown: 'Step 0: the span does not say at which step the call failed',
  },
  'anthropic.diagnosis.severity': {
    error: 'Something must change',
    warning: 'Worth a look',
    info: 'For information',
  },
  'anthropic.diagnosis.action': {
    fix_network: 'Change the network, proxy, DNS or TLS set-up',
    fix_endpoint: 'Change the base URL, the path or the gateway',
    fix_credentials: 'Change the key, the account or its permissions',
    add_funds: 'Add credit, or correct the billing',
    fix_request: 'Change the request',
    slow_down: 'Send less, or spread it over time',
    raise_limit: 'Ask for a higher limit',
    wait_and_retry: 'Wait, then send it again',
    raise_timeout: 'Allow more time, or stream',
    consume_stream: 'Read the stream to its end',
    review_output: 'Look at what the model answered',
    contact_support: 'Only the provider can fix it',
    investigate: 'Look closer: the facts do not say enough',
    none: 'Nothing',
  },
};
