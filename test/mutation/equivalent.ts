// Mutants that behave like the program, each with the reason. They count neither as killed nor as alive.

export interface Equivalent {
  /** The end of the file's name. */
  readonly file: string;
  /** The line that is changed. */
  readonly line: RegExp;
  /** The replacement, or a part of it. */
  readonly replacement: string;
  readonly because: string;
}

export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: 'patterns/call-summary.ts',
    line: /typeof retries === 'number' && retries > 0/,
    replacement: 'retries >= 0',
    because: 'a count of 0 is 0 either way',
  },
  {
    file: 'patterns/index.ts',
    line: /pattern === undefined \|\|/,
    replacement: 'false',
    because: 'every detector has a pattern, which windows.test.ts holds',
  },
  {
    file: 'patterns/index.ts',
    line: /last !== undefined && at - last/,
    replacement: 'true',
    because: 'without a last time the difference is NaN, which is below nothing',
  },
  {
    file: 'patterns/retry-storm.ts',
    line: /typeof after === 'number' && after > 0/,
    replacement: 'true',
    because: 'a wait of 0 s is over when it begins',
  },
  {
    file: 'patterns/same-request.ts',
    line: /history\.failures === 0 \?/,
    replacement: 'false',
    because: 'the first failure counts as 1 either way',
  },
  {
    file: 'patterns/same-request.ts',
    line: /call\.diagnosis\?\.id \?\? ''/,
    replacement: 'Stryker was here!',
    because: 'no pattern is about a failure without a diagnosis, whatever stands for it',
  },
  {
    file: 'patterns/shared-key.ts',
    line: /NAMES\.every/,
    replacement: '() => undefined',
    because: 'the account of the call before is found again in the map: only time is saved',
  },
  {
    file: 'patterns/shared-key.ts',
    line: /remaining < last\.remaining/,
    replacement: 'remaining <= last.remaining',
    because: 'a difference of 0 adds nothing',
  },
  {
    file: 'patterns/sliding-count.ts',
    line: /if \(stretch > this\.#latest\)/,
    replacement: 'stretch >= this.#latest',
    because: 'there is no bucket between a stretch and itself to empty',
  },
  {
    file: 'spans/duplicate-spans.ts',
    line: /parentIdOf\(span\) \?\? ''/,
    replacement: 'Stryker was here!',
    because: 'no span has either text as its id',
  },
  {
    file: 'spans/duplicate-spans.ts',
    line: /seen\.parentId \?\? ''/,
    replacement: 'Stryker was here!',
    because: 'no span has either text as its id',
  },
  {
    file: 'spans/duplicate-spans.ts',
    line: /this\.#order\.shift\(\) \?\? ''/,
    replacement: 'Stryker was here!',
    because: 'the list is not empty there',
  },
  {
    file: 'spans/duplicate-spans.ts',
    line: /seens\?\./,
    replacement: 'seens.',
    because: 'a trace in the order is in the map',
  },
  {
    file: 'spans/duplicate-spans.ts',
    line: /seen\.instrumentation < other\.instrumentation/,
    replacement: 'seen.instrumentation >= other.instrumentation',
    because: 'the two names of a pair stand in the other order, always',
  },
  {
    file: 'spans/otlp.ts',
    line: /if \(!isRecord\(given\)\) return \[\];/,
    replacement: 'false',
    because: 'a value that is no record has no ids, or throws into the catch: no span either way',
  },
  {
    file: 'facts/error-class.ts',
    line: /QUALIFIED\.exec/,
    replacement: '.groups.name',
    because: 'an expression with a named group has groups whenever it matches',
  },
  {
    file: 'facts/envelope.ts',
    line: /\} catch \{/,
    replacement: '{}',
    because: 'of a value that is `undefined` every field is, so none of them is an envelope',
  },
  {
    file: 'spans/document.ts',
    line: /new SyntaxError\('more than any span has'\)/,
    replacement: '""',
    because: 'the error says where reading ends; its text is for who debugs the doctor',
  },
  {
    file: 'wire/src/message.ts',
    line: /for \(let index = from; from >= 0/,
    replacement: 'from > 0',
    because: 'the brace stands behind `"usage":`, so never at the start',
  },
  {
    file: 'redaction/echo.ts',
    line: /this\.count >= RUN && this\.#sentence\.runs\.has/,
    replacement: 'true',
    because: 'a run of fewer words is hashed with zeros, which no sentence has: only time is saved',
  },
  {
    file: 'telemetry/sums.ts',
    line: /constructor\(areCollected: boolean\) \{/,
    replacement: '{}',
    because: 'each measurement is passed on at once: counters have the same sums, which cost more time',
  },
  {
    file: 'drill/needs.ts',
    line: /faults = \[\], call, calls = \[\]/,
    replacement: 'Stryker was here',
    because: 'a text has no condition of an attempt, and its number of calls is one',
  },
  {
    file: 'commands/rules.ts',
    line: /let check = ''/,
    replacement: 'Stryker was here!',
    because: 'no id begins with either text',
  },
  {
    file: 'watch/log-lines.ts',
    line: /timeOf\(\{ time = '' \}/,
    replacement: 'Stryker was here!',
    because: 'neither text is a time',
  },
  {
    file: 'request/media.ts',
    line: /bytes\.length >= (?:10|24)/,
    replacement: 'true',
    because: 'a figure behind the end of the bytes is NaN, which is over no bound',
  },
  {
    file: 'request/media.ts',
    line: /side !== undefined && side > most/,
    replacement: 'true',
    because: '`undefined` is over no bound',
  },
  {
    file: 'request/model-rules.ts',
    line: /day !== undefined && now !== undefined/,
    replacement: 'true',
    because: 'a day that is not there is NaN, which no time is behind',
  },
  {
    file: 'request/model-rules.ts',
    line: /if \(typeof type !== 'string'\) return;/,
    replacement: 'false',
    because: 'no list of kinds has a value that is no text',
  },
  {
    file: 'request/field-problems.ts',
    line: /max !== undefined && items\.length > max/,
    replacement: 'true',
    because: 'no length is over `undefined`',
  },
  {
    file: 'attributes/providers.ts',
    line: /BY_USER_AGENT\.get\(/,
    replacement: 'Stryker was here!',
    because: 'no platform has either text as its name',
  },
  {
    file: 'wire/src/error.ts',
    line: /<title>/,
    replacement: '?.[1].trim',
    because: 'a match has its group, and without a match the whole chain is left',
  },
  {
    file: 'redaction/echo.ts',
    line: /let end = -1;/,
    replacement: '+1',
    because: 'it is set where a word begins, and not read before',
  },
  {
    file: 'content/accumulate.ts',
    line: /this\.#role \?\? 'assistant'/,
    replacement: '""',
    because: 'the reader of the message has the same default',
  },
  {
    file: 'attributes/fingerprint.ts',
    line: /throw new RangeError\(/,
    replacement: '""',
    because: 'the error is caught, and its text is for who debugs it',
  },
  {
    file: 'redaction/echo.ts',
    line: /at - this\.#textFrom < 40/,
    replacement: 'true',
    because: 'no field of the API has so long a name: only memory is saved',
  },
  {
    file: 'attributes/fingerprint.ts',
    line: /if \(typeof value === 'string'\) this\.#string\(value\);/,
    replacement: '""',
    because: 'a text is the same JSON as a scalar: only time is saved',
  },
  {
    file: 'telemetry/rate-limit-gauges.ts',
    line: /this\.#last\.clear\(\);/,
    replacement: ';',
    because: 'the same responses have the same limits when they are read again: only time is saved',
  },
  {
    file: 'wire/src/response-headers.ts',
    line: /limit !== undefined && limit > 0 && remaining !== undefined/,
    replacement: 'true',
    because: 'no figure is below NaN, and none is below a share of 0',
  },
  {
    file: 'sdk/compare.ts',
    line: /signaturesOf\(name\)\.at\(-1\)\?\.parameters/,
    replacement: '.at(-1).parameters',
    because: 'every name has a row, which its type holds',
  },
  {
    file: 'sdk/body-stream.ts',
    line: /areReadsSeen = false;/,
    replacement: 'true',
    because: 'Node.js, which runs the tests, says so at once; other runtimes never do',
  },
  {
    file: 'wire/src/stream-record.ts',
    line: /return last !== undefined && last > ' ' \?/,
    replacement: 'false',
    because: 'the end of the trimmed text is the same character: only time is saved',
  },
  {
    file: 'attributes/defined.ts',
    line: /value\.length > MAX_ATTRIBUTE_LENGTH/,
    replacement: 'value.length >= MAX_ATTRIBUTE_LENGTH',
    because: 'a text of just that length is cut to itself',
  },
  {
    file: 'content/fit.ts',
    line: /if \(jsonSize\(message\) <= bytes\) return message/,
    replacement: 'jsonSize(message) < bytes',
    because: 'parts that fit exactly are kept as they are',
  },
  {
    file: 'telemetry/attempt-spans.ts',
    line: /message !== undefined && \{ message \}/,
    replacement: 'true',
    because: 'a message that is undefined is none to a span',
  },
  {
    file: 'telemetry/call-telemetry.ts',
    line: /message !== undefined && \{ message \}/,
    replacement: 'true',
    because: 'as with the span of an attempt',
  },
];
