// Mutants made by hand: subtle mistakes that once passed every test, each with the tests that must fail on it now.

export interface HandMade {
  /** What a user would see of it. */
  readonly breaks: string;
  /** The folder of the package. The text is looked for in all of its sources, so a file may move. */
  readonly package: string;
  /** Stands exactly once in the package's sources. */
  readonly search: string;
  readonly replace: string;
  /** Of these files at least one test fails. */
  readonly tests: readonly [string, ...string[]];
}

const PROCESSOR = 'packages/diagnosis-span-processor';
const CHECKLIST = 'packages/checklist';
const DOCTOR = 'packages/doctor';
const ALERTS = 'packages/alerts';
const WIRE = 'packages/wire';
const INSTRUMENTATION = 'packages/instrumentation-anthropic';

export const HAND_MADE: readonly HandMade[] = [
  {
    breaks: 'a request that fails again after a minute is no longer reproducible',
    package: PROCESSOR,
    search: 'history.at > windowSeconds',
    replace: 'history.at > windowSeconds / 10',
    tests: [`${PROCESSOR}/test/window-edges.test.ts`],
  },
  {
    breaks: 'windows reach back half as long again as documented',
    package: PROCESSOR,
    search: 'windowSeconds: 60,',
    replace: 'windowSeconds: 90,',
    tests: [`${PROCESSOR}/test/window-edges.test.ts`],
  },
  {
    breaks: 'refusals of keys that lie hours apart count as one run',
    package: PROCESSOR,
    search: ' || endedAt - run.at > windowSeconds',
    replace: '',
    tests: [`${PROCESSOR}/test/window-edges.test.ts`],
  },
  {
    breaks: 'tool loops are remembered for every trace there ever was',
    package: PROCESSOR,
    search: 'if (this.#entries.size > this.#most) {',
    replace: 'if (false) {',
    tests: [`${PROCESSOR}/test/bounded.test.ts`],
  },
  {
    breaks: 'a limit of input tokens per day is taken for one of a minute',
    package: CHECKLIST,
    search: '(?:input |output )?tokens per day',
    replace: 'tokens per day',
    tests: [`${CHECKLIST}/test/limits.test.ts`],
  },
  {
    breaks: 'evidence does not name the intermediary in `via`',
    package: CHECKLIST,
    search: 'facts.via !== undefined &&',
    replace: 'false &&',
    tests: [`${CHECKLIST}/test/evidence.test.ts`],
  },
  {
    breaks: 'an error envelope inside a list is not opened',
    package: CHECKLIST,
    search: 'Array.isArray(value) ? value[0] : value',
    replace: 'value',
    tests: [`${CHECKLIST}/test/envelope.test.ts`],
  },
  {
    breaks: 'a key in the summary of a finding keeps the ticket from being shown',
    package: DOCTOR,
    search: "summary: clean(finding.summary) ?? '',",
    replace: 'summary: finding.summary,',
    tests: [`${DOCTOR}/test/ticket.test.ts`],
  },
  {
    breaks: 'the exit code of a file that could be read in part only is that of warnings',
    package: DOCTOR,
    search: 'if (problems.length > 0) return EXIT.usage;',
    replace: 'if (problems.length > 0) return EXIT.warnings;',
    tests: [`${DOCTOR}/test/exit-codes.test.ts`],
  },
  {
    breaks: 'texts of spans are markup in the HTML report',
    package: DOCTOR,
    search: "(character) => ESCAPES[character] ?? ''",
    replace: '(character) => character',
    tests: [`${DOCTOR}/test/page.test.ts`],
  },
  {
    breaks: 'a search in Jaeger begins in the future',
    package: DOCTOR,
    search: 'start: to - parseDuration',
    replace: 'start: to + parseDuration',
    tests: [`${DOCTOR}/test/jaeger.test.ts`],
  },
  {
    breaks: 'a quota that is used up wakes nobody',
    package: ALERTS,
    search: "name: 'AnthropicQuotaUsedUp',\n    severity: 'page',",
    replace: "name: 'AnthropicQuotaUsedUp',\n    severity: 'ticket',",
    tests: [`${ALERTS}/test/intended.test.ts`],
  },
  {
    breaks: 'a gap of the scrape of twenty minutes makes old failures new',
    package: ALERTS,
    search: 'const MEMORY = HOUR;',
    replace: 'const MEMORY = HOUR / 4;',
    tests: [`${ALERTS}/test/intended.test.ts`],
  },
  {
    breaks: 'the first failure of a service is no alert',
    package: ALERTS,
    search: '== 1 or ',
    replace: '== 2 or ',
    tests: [`${ALERTS}/test/intended.test.ts`],
  },
  {
    breaks: 'a Prometheus that starts pages for failures of last year',
    package: ALERTS,
    search: 'const SETTLED = 2 * MINUTE;',
    replace: 'const SETTLED = 0;',
    tests: [`${ALERTS}/test/intended.test.ts`],
  },
  {
    breaks: 'the first chunk of a stream is timed by its last event',
    package: WIRE,
    search: 'this.#firstEventAt ??= now;',
    replace: 'this.#firstEventAt = now;',
    tests: ['test/integration/recorded-times.test.ts'],
  },
  {
    breaks: 'the time that the application takes is a gap of the stream',
    package: WIRE,
    search: 'now - Math.max(this.#lastEventAt, this.#askedAt);',
    replace: 'now - this.#lastEventAt;',
    tests: ['test/integration/recorded-times.test.ts'],
  },
  {
    breaks: 'the silence before a cut is counted from the first event',
    package: WIRE,
    search: 'seconds(endedAt - this.#lastEventAt)',
    replace: 'seconds(endedAt - (this.#firstEventAt ?? endedAt))',
    tests: ['test/integration/recorded-times.test.ts'],
  },
  {
    breaks: 'a rate limit that resets in 30 s resets in 30 ms',
    package: WIRE,
    search: 'now + number * 1000',
    replace: 'now + number',
    tests: ['test/integration/rate-limits.test.ts'],
  },
  {
    breaks: 'what a model thinks is not counted among what it wrote',
    package: WIRE,
    search: `    if (typeof thinking === 'string') this.#characters += thinking.length;\n`,
    replace: '',
    tests: ['test/integration/call-ends.test.ts'],
  },
  {
    breaks: 'a server without a port is at 443, also without TLS',
    package: WIRE,
    search: "protocol === 'http:' ? 80 : 443",
    replace: '443',
    tests: ['test/integration/request-attributes.test.ts'],
  },
  {
    breaks: 'a stream that fails is no log event',
    package: INSTRUMENTATION,
    search: `    if (failure) {\n      const { thrown } = call;`,
    replace: `    if (failure && !call.stream) {\n      const { thrown } = call;`,
    tests: ['test/integration/fault-matrix.test.ts'],
  },
  {
    breaks: 'the attempt that the application aborted is an ERROR',
    package: INSTRUMENTATION,
    search: "if (attempt.failure && attempt.failure !== 'aborted') {",
    replace: 'if (attempt.failure) {',
    tests: ['test/integration/fault-matrix.test.ts'],
  },
  {
    breaks: 'calls of two servers that differ in their port are measured as those of one',
    package: INSTRUMENTATION,
    search: ` &&\n  kind.attributes['server.port'] === start['server.port'];`,
    replace: ';',
    tests: ['test/integration/told-apart.test.ts'],
  },
  {
    breaks: 'the attempt of a stream ends at its headers',
    package: INSTRUMENTATION,
    search: 'if (lastAttempt) lastAttempt.endedAt = endedAt;',
    replace: '',
    tests: ['test/integration/recorded-times.test.ts'],
  },
  {
    breaks: 'through the middleware a refusal with a cut body leaves no span',
    package: INSTRUMENTATION,
    search: 'failed: () => call.end(),',
    replace: 'failed: () => undefined,',
    tests: ['test/integration/middleware.test.ts'],
  },
  {
    breaks: 'a call that is over is counted as under way',
    package: INSTRUMENTATION,
    search: `    this.#size -= 1;\n`,
    replace: '',
    tests: ['test/integration/ended-calls.test.ts'],
  },
  {
    breaks: 'a call that is over keeps what it was sent',
    package: INSTRUMENTATION,
    search: '    this.options = NOTHING;\n',
    replace: '',
    tests: ['test/integration/ended-calls.test.ts'],
  },
  {
    breaks: 'a listener stays on the signal of a call that was retried',
    package: INSTRUMENTATION,
    search: '    this.#stopWaiting?.();\n    this.#open.delete(this);',
    replace: '    this.#open.delete(this);',
    tests: ['test/integration/ended-calls.test.ts'],
  },
  {
    breaks: 'an agent loses the tokens of its calls when one fails',
    package: INSTRUMENTATION,
    search: 'more === undefined ? total :',
    replace: 'more === undefined ? undefined :',
    tests: ['test/integration/tool-runner.test.ts'],
  },
  {
    breaks: 'spans that a tool makes are not beneath its own',
    package: INSTRUMENTATION,
    search: "guard('making a context active', () => trace.setSpan(context.active(), span)),",
    replace: 'context.active(),',
    tests: ['test/integration/tool-runner.test.ts'],
  },
  {
    breaks: 'half of the first chunk times are left out',
    package: INSTRUMENTATION,
    search: 'const ALL_OF_THE_FIRST = 16;',
    replace: 'const ALL_OF_THE_FIRST = 8;',
    tests: ['test/integration/options.test.ts'],
  },
  {
    breaks: 'content is an event only where a span is recorded',
    package: INSTRUMENTATION,
    search: 'onEvent(captureMessageContent) || (onSpan',
    replace: '(onEvent(captureMessageContent) && span.isRecording()) || (onSpan',
    tests: ['test/integration/content.test.ts'],
  },
  {
    breaks: 'a gauge says what was left of a limit at first',
    package: INSTRUMENTATION,
    search: 'known.remaining = remaining;',
    replace: 'known.remaining ??= remaining;',
    tests: ['test/integration/rate-limits.test.ts'],
  },
  {
    breaks: 'the temperature is that of another parameter',
    package: INSTRUMENTATION,
    search: "asNumber(field(body, 'temperature'))",
    replace: "asNumber(field(body, 'top_p'))",
    tests: ['test/integration/request-attributes.test.ts'],
  },
  {
    breaks: 'logs alone are not enough for a failure to be told',
    package: INSTRUMENTATION,
    search: `      emits(this.loggerNow()) ||\n`,
    replace: '',
    tests: ['test/integration/options.test.ts'],
  },
  {
    breaks: 'a redirect leaves the URL that was asked first',
    package: INSTRUMENTATION,
    search: 'const isRedirected = first.url !== first.requestedUrl;',
    replace: 'const isRedirected = false;',
    tests: ['test/integration/told-apart.test.ts'],
  },
  {
    breaks: 'the wait before a retry is counted from the start of the attempt before',
    package: INSTRUMENTATION,
    search: 'attempt.startedAt - before.endedAt',
    replace: 'attempt.startedAt - before.startedAt',
    tests: ['test/integration/recorded-times.test.ts'],
  },
  {
    breaks: 'a request is told as it was before a middleware changed it',
    package: INSTRUMENTATION,
    search: '[...middleware, reporter]',
    replace: '[reporter, ...middleware]',
    tests: ['test/integration/sent-requests.test.ts'],
  },
  {
    breaks: 'an error that comes as JSON in place of a stream is a malformed response',
    package: INSTRUMENTATION,
    search: 'if (call.streamed && isJson(response.headers)) body.watchInstead(response);',
    replace: '',
    tests: ['test/integration/no-stream.test.ts'],
  },
];
