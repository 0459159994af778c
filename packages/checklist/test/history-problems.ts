// Lists the errors in the history of the ids. If there are any, the build fails.
import { createHash } from 'node:crypto';
import { type IdHistory, idsOf } from '../src/ids/history.ts';

export interface WholeHistory extends IdHistory {
  readonly retired: Readonly<Record<string, string>>;
}

/** The first `count` released ids as they once were. */
interface Frozen {
  readonly count: number;
  readonly sha256: string;
}

export const digest = (ids: readonly string[]): string =>
  createHash('sha256').update(ids.join('\n')).digest('hex');

/** @param here the ids that rules and patterns have today. */
export function historyProblems(
  history: WholeHistory,
  here: readonly string[],
  frozen: Frozen,
): readonly string[] {
  const { released, retired, renamed } = history;
  const { currentId } = idsOf(history);
  const isHere = (id: string) => here.includes(id);
  const problems: string[] = [];
  if (digest(released.slice(0, frozen.count)) !== frozen.sha256) {
    problems.push(`the first ${frozen.count} released ids are not what they were`);
  }
  for (const id of new Set(released)) {
    if (released.indexOf(id) !== released.lastIndexOf(id)) problems.push(`${id} is released twice`);
    const fates = [isHere(id), Object.hasOwn(retired, id), Object.hasOwn(renamed, id)].filter(Boolean).length;
    if (fates === 0) problems.push(`${id} was released and is gone; retire or rename it`);
    if (fates > 1) problems.push(`${id} is more than one of: there, retired, renamed`);
  }
  for (const id of here)
    if (!released.includes(id)) problems.push(`${id} is not at the end of the released ids`);
  for (const id of [...Object.keys(retired), ...Object.keys(renamed)]) {
    if (!released.includes(id)) problems.push(`${id} was never released, so it cannot be retired or renamed`);
  }
  for (const id of Object.keys(renamed)) {
    const now = currentId(id);
    if (now !== undefined && !isHere(now) && !Object.hasOwn(retired, now)) {
      problems.push(`${id} is renamed to ${now}, which is not there`);
    }
  }
  return problems;
}
