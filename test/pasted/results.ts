// The diagnosis of every recorded text, and the table of them.
import { STATUS_CODES } from 'node:http';
import type { Fault } from '@sevenstep/anthropic-simulator';
import { diagnose, findRule, type RuleId } from '@sevenstep/checklist';
import { diagnoseText, type TextDiagnosis } from '@sevenstep/checklist/text';
import type { Client, Situation } from './client.ts';
import { isRightStep, judge, stepOf, type Truth, VERDICTS, type Verdict } from './judge.ts';
import type { RecordedText } from './record.ts';
import { drillHash, SITUATIONS } from './situations.ts';

/** A recorded text, and what came of it. */
export interface Result extends RecordedText {
  readonly client: string;
  readonly truth: Truth;
  readonly found: readonly TextDiagnosis[];
  readonly verdict: Verdict;
  /** `undefined` if the text need not show an error. */
  readonly rightStep: boolean | undefined;
}

/** The simulator's answer. */
type Answer = NonNullable<Fault['response']>;

/** `client · situation · form`: how a text is named in messages and tables. */
export const nameOf = ({ client, situation, form }: Result): string => `${client} · ${situation} · ${form}`;

/** The result of the SDK for TypeScript in a situation. */
export interface Seen {
  /** Other rules that match its span. */
  readonly also: readonly string[];
  /** The API's code, or the class that a header names. */
  readonly code?: string | undefined;
  /** The diagnosis from its status, type and words alone, because no text has the shape of the sent key. */
  readonly inWords?: RuleId | undefined;
  /** Whether the call succeeds, such as with an answer that is cut off at `max_tokens`. Its text need not show an error. */
  readonly succeeds: boolean;
}

/**
 * Reads and judges all texts of all clients.
 *
 * @param seen by situation id; what no drill makes is seen as the drill of its rule
 */
export function resultsOf(
  records: ReadonlyMap<Client, readonly RecordedText[]>,
  seen: ReadonlyMap<string, Seen>,
): Result[] {
  const texts = [...records].flatMap(([client, recorded]) =>
    recorded.flatMap((text) => {
      const known = situationOf(client, text.situation);
      return isCurrent(text, known) ? [{ ...text, client: client.id, known }] : [];
    }),
  );
  const captures = new Map(
    texts.flatMap(({ client, situation, form, text }) =>
      form === 'curl -i' ? [[`${client} ${situation}`, text]] : [],
    ),
  );
  const same = Map.groupBy(texts, ({ text }) => told(text));
  return texts.map(({ known, ...text }) => {
    const sharing = (same.get(told(text.text)) ?? []).map((one) => one.known.truth);
    const steps = sharing.flatMap((id) => (id === undefined ? [] : [stepOf(id)]));
    const {
      also = [],
      code,
      inWords,
      succeeds = false,
    } = seen.get(known.id) ?? seen.get(known.truth ?? '') ?? {};
    const isCodeLost = code === undefined || !text.text.includes(code);
    const lost = isCodeLost && inWords !== undefined ? [inWords] : [];
    const answer = answerOf(known, captures.get(`${text.client} ${known.id}`));
    const truth = truthOf(known, answer, text.text, {
      also: [...also, ...lost],
      alike: alikeOf(sharing),
      steps,
    });
    const found = diagnoseText(text.text);
    const isSilent = succeeds && found.length === 0;
    const rightStep = isSilent ? undefined : isRightStep(found, truth);
    return { ...text, truth, found, verdict: isSilent ? 'general' : judge(found, truth), rightStep };
  });
}

/** The relevant part of a text. Frames of the runtime and its brackets show nothing about the call. */
const told = (text: string): string => letters(text.replaceAll(/^\s+at .*\(node:internal\/.*\n?/gm, ''));

/** Whether a text was recorded of the situation as it is now. */
export const isCurrent = (text: RecordedText, situation: Situation): boolean =>
  text.drill === drillHash(situation);

/** @throws Error for a situation that the client does not have any more. */
function situationOf({ id: client, truth, situations = SITUATIONS }: Client, id: string): Situation {
  const known = situations.find((situation) => situation.id === id);
  if (!known) throw new Error(`${client}.txt has '${id}', which is no situation: record the client anew`);
  return { ...known, truth: truth?.[id] ?? known.truth };
}

/** The answer of a situation: its drill's, else what `curl -i` has printed of it. */
function answerOf({ drill }: Situation, captured = ''): Answer | undefined {
  const { status, body } =
    /^HTTP\/\S+ (?<status>\d{3})[\s\S]*?\n\n(?<body>[\s\S]*)/.exec(captured)?.groups ?? {};
  return (
    drill?.faults?.[0]?.response ??
    (status === undefined ? undefined : { status: Number(status), body: body ?? '' })
  );
}

/** The truth about a situation, limited to the facts that are left in the text. */
export function truthOf(
  situation: Situation,
  answer: Answer | undefined,
  text: string,
  { also, alike, steps }: Pick<Truth, 'also' | 'alike' | 'steps'>,
): Truth {
  const { id, truth } = situation;
  if (truth === undefined) return { id: truth, specificity: 0, also: [], alike: [], steps: [], bare: [] };
  // A client may say what is another rule's; what holds for the drill holds then, too.
  return {
    id: truth,
    specificity: specificityOf(truth),
    also: [...also, id],
    alike,
    steps: [...steps, ...also.filter(explains).map((one) => stepOf(one as RuleId))],
    bare: [bareOf(situation, answer, text), bareTypeOf(answer ?? {}, text)].filter(
      (one) => one !== undefined,
    ),
  };
}

/** A rule for failures: where it holds, the unrecognized failure of its step is more general. */
const explains = (id: string): boolean => findRule(id)?.severity === 'error';

/** Of many that are alike, those that look least closely: the others would be a guess. */
function alikeOf(truths: readonly (RuleId | undefined)[]): RuleId[] {
  const ids = [...new Set(truths)].filter((id) => id !== undefined);
  const lowest = Math.min(...ids.map(specificityOf));
  return ids.length <= 2 ? ids : ids.filter((id) => specificityOf(id) === lowest);
}

function specificityOf(id: RuleId): number {
  const rule = findRule(id);
  if (!rule) throw new Error(`no rule is called '${id}'`);
  return rule.specificity;
}

/** The meaning of the status alone, by a more general rule, for a text without the words or the code of the answer. */
function bareOf(
  { truth, evidence: decides }: Situation,
  response: Answer | undefined,
  text: string,
): RuleId | undefined {
  if (truth === undefined || response?.status === undefined) return undefined;
  const { code, message } = response.error ?? {};
  const evidence = letters(decides ?? code ?? message ?? response.body ?? '').slice(0, 30);
  // A body that is the status in words says no more than the status.
  if (
    evidence !== '' &&
    evidence !== letters(STATUS_CODES[response.status] ?? '') &&
    letters(text).includes(evidence)
  )
    return undefined;
  const id = diagnose({
    'gen_ai.provider.name': 'anthropic',
    'http.response.status_code': response.status,
  })?.id;
  return id !== undefined && specificityOf(id) < specificityOf(truth) ? id : undefined;
}

/** The meaning of the API's type in a text without the status. */
function bareTypeOf({ status, error }: Answer, text: string): RuleId | undefined {
  if (error?.type === undefined || status === undefined || text.includes(String(status))) return undefined;
  return diagnose({ 'gen_ai.provider.name': 'anthropic', 'error.type': error.type })?.id;
}

/** However it is quoted and escaped. */
const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]|\\[nrtu]/gu, '').toLowerCase();

/** The table of clients, in Markdown. */
export function table(clients: readonly Client[], results: readonly Result[]): string {
  const rows = clients.map(({ id, title }) =>
    row(
      title,
      results.filter(({ client }) => client === id),
    ),
  );
  return [
    '| Client | Texts | Exact | More general | Step only | Wrong | Not found | Right step |',
    '| --- | --: | --: | --: | --: | --: | --: | --: |',
    ...rows,
    row('**All**', results),
  ].join('\n');
}

function row(title: string, results: readonly Result[]): string {
  const counts = VERDICTS.map((verdict) => results.filter((result) => result.verdict === verdict).length);
  const errors = results.filter(({ rightStep }) => rightStep !== undefined);
  const right = errors.filter(({ rightStep }) => rightStep).length;
  const share = errors.length === 0 ? '' : `${((100 * right) / errors.length).toFixed(1)} %`;
  return `| ${[title, results.length, ...counts, share].join(' | ')} |`;
}
