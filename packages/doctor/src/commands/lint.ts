// `lint`: which rules of step 4 a request would break, before it is sent.
import { count, type Finding, pageOf, plural } from '@sevenstep/checklist';
import { lintRequest, type RequestContext, type RequestFinding } from '@sevenstep/checklist/request';
import { READ } from '../bounds.ts';
import type { CallSettings } from '../check/call.ts';
import { proxySetting } from '../check/proxy-setting.ts';
import { readTarget, targetSecrets } from '../check/target.ts';
import { type Command, type Context, command, type Options } from '../command.ts';
import { EXIT, InputError, UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import { printFinding } from '../print-finding.ts';
import { stepText } from '../report/step-text.ts';
import { countTokens } from '../requests/count-tokens.ts';
import { lintMalformed } from '../requests/malformed.ts';
import { type FoundRequest, readRequests } from '../requests/read-requests.ts';
import { fileSource, stdinSource } from '../sources/file.ts';
import { MOST_FILES } from '../sources/index.ts';
import { inUtf8 } from '../spans/utf8.ts';
import { SEVERITY_STYLES, type Terminal } from '../terminal.ts';

/** A request with its findings. */
interface Linted {
  readonly request: FoundRequest;
  readonly findings: readonly (Finding & Partial<Pick<RequestFinding, 'path' | 'message' | 'source'>>)[];
  /** As the API counted them. */
  readonly tokens: number | undefined;
}

/** Findings of a request that are shown. */
const SHOWN = 20;

export const lintCommand: Command = command({
  name: 'lint',
  summary: 'Checks a request against the rules of step 4 before you send it, without a call',
  usage: 'FILE… | -',
  examples: [
    ['lint request.json', 'The parameters of messages.create(), or the body of a request'],
    ['lint requests.jsonl batch.json', 'JSON lines, and each request of a batch'],
    ['lint - < command.sh', 'A curl command, with its headers'],
    ['lint request.json --model claude-haiku-4-5', 'Checks the request for another model'],
    ['lint request.json --live', 'The API counts the tokens, which is free; otherwise they are estimated'],
  ],
  positionals: [0, MOST_FILES],
  options: {
    model: {
      type: 'string',
      value: 'ID',
      help: 'The model to check for (default: the model of the request)',
    },
    header: {
      type: 'string',
      multiple: true,
      value: 'NAME: VALUE',
      help: 'A header that you send with the request, such as "anthropic-beta: …"; can be repeated',
    },
    stream: { type: 'boolean', help: 'Check for messages.stream(), which allows long answers' },
    http: { type: 'boolean', help: 'Check for a client other than the SDK' },
    live: { type: 'boolean', help: 'Let the API count the tokens; this sends no message and costs nothing' },
    'base-url': {
      type: 'string',
      value: 'URL',
      help: 'The base URL for --live, in place of ANTHROPIC_BASE_URL',
    },
  },
  async run({ options, positionals, io, out, json, outgoing }) {
    const isPiped = positionals.length === 0 && io.stdin.isTTY !== true;
    if (positionals.length === 0 && !isPiped) {
      throw new UsageError('nothing to read: name a file, or pipe a request');
    }
    const given = options.header === undefined ? undefined : headersOf(options.header);
    outgoing.conceal(...Object.values(given ?? {}));
    const settings =
      options.live === true ? await liveSettings(options['base-url'], io, outgoing) : undefined;
    const names = isPiped ? ['-'] : positionals;
    const linted: Linted[] = [];
    for (const name of names) {
      for (const request of readRequests(await textOf(name, io), name === '-' ? 'standard input' : name)) {
        const headers = given || request.headers ? { ...request.headers, ...given } : undefined;
        outgoing.conceal(...Object.values(headers ?? {}).filter(isLong));
        const context: RequestContext = {
          model: options.model,
          headers,
          client: request.isHttp || options.http === true ? 'http' : 'sdk',
          method: options.stream === true || request.isOfBatch === true ? 'stream' : 'create',
          now: new Date(),
        };
        linted.push(await lintOne(request, context, settings));
      }
    }
    const found = { error: total(linted, 'error'), warning: total(linted, 'warning') };
    write(outgoing.value(linted), names, out);
    json({
      requests: linted.map(({ request, findings, tokens }) => ({
        name: request.name,
        tokens,
        findings: findings.map(({ specificity: _, ...finding }) => ({
          ...finding,
          page: pageOf(finding.id),
        })),
      })),
      found,
    });
    if (found.error > 0) return EXIT.fail;
    return found.warning > 0 ? EXIT.warnings : EXIT.ok;
  },
});

/** Words such as `application/json` are not secrets. Keys are longer. */
const isLong = (value: string): boolean => /^(?:Bearer )?sk-|^.{40,}$/.test(value);

function headersOf(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((header) => {
      const colon = header.indexOf(':');
      if (colon < 1) throw new UsageError(`--header: expected "name: value", got "${header}"`);
      return [header.slice(0, colon).trim(), header.slice(colon + 1).trim()];
    }),
  );
}

/** @throws InputError for what cannot be read, or is larger than any request */
async function textOf(name: string, io: Io): Promise<string> {
  const ignore = () => undefined;
  const source = name === '-' ? stdinSource(io, ignore) : await fileSource(name, ignore);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of inUtf8(source.chunks)) {
    bytes += chunk.length;
    if (bytes > READ.lineBytes) {
      throw new InputError(
        `${source.name} is larger than ${count(READ.lineBytes / 2 ** 20)} MB; a request has at most 32`,
      );
    }
    chunks.push(Buffer.from(chunk));
  }
  if (bytes === 0) throw new InputError(`${source.name} is empty`);
  // Leaves out a byte order mark.
  return new TextDecoder().decode(Buffer.concat(chunks));
}

async function liveSettings(
  baseUrl: string | undefined,
  io: Io,
  outgoing: Context<Options>['outgoing'],
): Promise<CallSettings> {
  const target = await readTarget({ baseUrl, env: io.env, folder: process.cwd() });
  outgoing.conceal(...targetSecrets(target));
  if (target.key === undefined && target.token === undefined) {
    throw new UsageError('--live needs a key: set ANTHROPIC_API_KEY');
  }
  return { target, proxy: target.url && proxySetting(target.url, io.env), timeoutMs: 20_000, retries: 2 };
}

async function lintOne(
  request: FoundRequest,
  context: RequestContext,
  settings: CallSettings | undefined,
): Promise<Linted> {
  const { params, problem } = request;
  if (problem !== undefined) return { request, findings: lintMalformed(problem), tokens: undefined };
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new InputError(`${request.name} is not a request: expected an object`);
  }
  const body = { ...params, ...(context.model !== undefined && { model: context.model }) };
  if (settings === undefined) return { request, findings: lintRequest(body, context), tokens: undefined };
  const { tokens, diagnosis } = await countTokens(settings, body, context.headers ?? {});
  const findings = lintRequest(body, { ...context, inputTokens: tokens });
  // The API's own words come first, and once.
  const added = diagnosis === undefined || findings.some(({ id }) => id === diagnosis.id) ? [] : [diagnosis];
  return { request, findings: [...added, ...findings], tokens };
}

const total = (linted: readonly Linted[], severity: Finding['severity']): number =>
  linted.filter(({ findings }) => findings[0]?.severity === severity).length;

function write(linted: readonly Linted[], names: readonly string[], out: Terminal): void {
  const errors = total(linted, 'error');
  const warnings = total(linted, 'warning');
  const parts = [
    errors > 0 && `${count(errors)} would fail`,
    warnings > 0 && `${count(warnings)} may fail`,
    errors + warnings === 0 && 'no problem found without a call',
  ].filter((part) => part !== false);
  const of = names.map((name) => (name === '-' ? 'standard input' : name)).join(', ');
  out.line(`${out.style('bold', `${plural(linted.length, 'request')}: ${parts.join(', ')}`)}  (${of})`);
  for (const { request, tokens, findings } of linted) {
    if (tokens !== undefined) out.line(`${request.name}: ${count(tokens)} tokens, as the API counts them`);
    let number = 0;
    for (const group of groupsOf(findings).slice(0, SHOWN)) {
      const [finding] = group;
      if (finding === undefined) continue;
      number += 1;
      out.line();
      const label = out.style(SEVERITY_STYLES[finding.severity], finding.severity);
      const where =
        linted.length > 1 ? `${request.name}${finding.path ? `, ${finding.path}` : ''}` : finding.path;
      out.line(
        `${out.style('bold', `${number}  ${finding.id}`)}  ${label}, ${stepText(finding)}${where ? `: ${where}` : ''}`,
      );
      printFinding(out, finding);
      if (group.length > 1) out.labelled('also at', placesOf(group.slice(1)));
    }
    const left = groupsOf(findings).length - SHOWN;
    if (left > 0) out.line(`  and ${plural(left, 'more finding')} in ${request.name}: --json has them`);
  }
}

/** The same finding at several places is one. */
function groupsOf(findings: Linted['findings']): readonly Linted['findings'][] {
  const groups = new Map<string, Linted['findings'][number][]>();
  for (const finding of findings) {
    const key = `${finding.id} ${finding.severity} ${finding.summary}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

const PLACES = 5;

function placesOf(findings: Linted['findings']): string {
  const places = findings.flatMap(({ path }) => path ?? []);
  const shown = places.slice(0, PLACES).join(', ');
  return places.length > PLACES ? `${shown} and ${places.length - PLACES} more places` : shown;
}
