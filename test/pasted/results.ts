// What the checklist says of every recorded text, and the table of it.
import { findRule, type RuleId } from '@sevenstep/checklist';
import { diagnoseText, type TextDiagnosis } from '@sevenstep/checklist/text';
import type { Client } from './client.ts';
import { isRightStep, judge, type Truth, VERDICTS, type Verdict } from './judge.ts';
import type { RecordedText } from './record.ts';
import { SITUATIONS } from './situations.ts';

/** A recorded text, and what came of it. */
export interface Result extends RecordedText {
  readonly client: string;
  readonly truth: Truth;
  readonly found: readonly TextDiagnosis[];
  readonly verdict: Verdict;
  readonly rightStep: boolean | undefined;
}

/** `client · situation · form`: how a text is named in messages and tables. */
export const nameOf = ({ client, situation, form }: Result): string => `${client} · ${situation} · ${form}`;

/**
 * Reads and judges all texts of a client.
 *
 * @param also rule id to the other rules that hold in its drill
 */
export function resultsOf(
  client: Client,
  texts: readonly RecordedText[],
  also: ReadonlyMap<string, readonly string[]>,
): Result[] {
  return texts.map((text) => {
    const truth = truthOf(client, text.situation, also);
    const found = diagnoseText(text.text);
    return {
      ...text,
      client: client.id,
      truth,
      found,
      verdict: judge(found, truth),
      rightStep: isRightStep(found, truth),
    };
  });
}

/** @throws Error for a situation that the client does not have any more. */
function truthOf(
  { id: client, truth, situations = SITUATIONS }: Client,
  situation: string,
  also: ReadonlyMap<string, readonly string[]>,
): Truth {
  const known = situations.find(({ id }) => id === situation);
  if (!known)
    throw new Error(`${client}.txt has '${situation}', which is no situation: record the client anew`);
  const id: RuleId | undefined = truth?.[situation] ?? known.truth;
  if (id === undefined) return { id, specificity: 0, also: [] };
  const rule = findRule(id);
  if (!rule) throw new Error(`${client}: no rule is called '${id}'`);
  return {
    id,
    specificity: rule.specificity,
    also: [...(also.get(id) ?? []), ...(also.get(situation) ?? [])],
  };
}

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
