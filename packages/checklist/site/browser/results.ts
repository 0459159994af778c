// Shows diagnoses and pages that match, as elements.
import type { TextDiagnosis } from '@sevenstep/checklist/text';
import { type Child, element, withCode } from './dom.ts';
import type { Group } from './groups.ts';
import type { FoundPages } from './search.ts';

/** Selects a part of the text in the box. */
export type Select = (start: number, end: number) => void;

/** So many groups are shown. */
const MOST_GROUPS = 50;

/** So many pages of a search are shown. */
const MOST_PAGES = 20;

/** One group of errors: its diagnosis, or its candidates beside each other. */
export function groupElements(groups: readonly Group[], text: string, select: Select): Node[] {
  const shown = groups.slice(0, MOST_GROUPS).map((group, index) => groupElement(group, index, text, select));
  const more = groups.length - MOST_GROUPS;
  return more > 0
    ? [...shown, element('p', { class: 'quiet' }, `${more} more diagnoses are not shown.`)]
    : shown;
}

function groupElement(group: Group, index: number, text: string, select: Select): HTMLElement {
  const { candidates } = group;
  const findings = candidates.map((one, at) =>
    findingElement(one, group, `finding-${index}-${at}`, text, select),
  );
  const [only] = findings;
  if (candidates.length === 1 && only !== undefined) return only;
  return element(
    'div',
    { class: 'either', role: 'group', 'aria-label': `One error, ${candidates.length} candidates` },
    element('p', {}, `One error, ${candidates.length} candidates: the text does not distinguish them.`),
    ...findings,
  );
}

function findingElement(
  found: TextDiagnosis,
  group: Group,
  name: string,
  text: string,
  select: Select,
): HTMLElement {
  return element(
    'article',
    { class: `finding ${found.severity}`, 'aria-labelledby': name },
    element(
      'p',
      { class: 'where' },
      element('span', {}, found.step === 0 ? 'No step' : `Step ${found.step} of 7: ${found.check}`),
      element('span', { class: `severity ${found.severity}` }, found.severity),
      element('span', { class: 'confidence' }, found.confidence),
      group.count > 1 && element('span', {}, `${group.count} times`),
    ),
    element('h2', { id: name }, ...withCode(found.summary)),
    element(
      'dl',
      {},
      ...row('Fix', element('p', { class: 'fix' }, ...withCode(found.fix))),
      ...row('Cause', element('p', {}, ...withCode(found.cause))),
      ...row('Evidence', evidenceElement(found, text, select)),
      ...row('Request id', requestIds(group)),
      ...row('Time', times(group)),
      ...row('To be surer', missingElement(found)),
      ...row('Also', found.also.length > 0 && links(found.also.map(({ id }) => id))),
      ...row('Page', links([found.id])),
    ),
  );
}

/** A term of a list with its description; empty without a description. */
const row = (term: string, description: Child): Node[] =>
  description === undefined || description === false
    ? []
    : [element('dt', {}, term), element('dd', {}, description)];

const list = (items: readonly Child[]): HTMLElement =>
  element('ul', {}, ...items.map((item) => element('li', {}, item)));

const links = (ids: readonly string[]): HTMLElement =>
  list(ids.map((id) => element('a', { href: `pages/${id}.html` }, id)));

/** Each part of the text is a button that selects it there. A part that is not there as it stands, as it was redacted, is text. */
function evidenceElement(found: TextDiagnosis, text: string, select: Select): Child {
  if (found.evidence.length === 0) return undefined;
  return list(
    found.evidence.map((part) => {
      const cut = part.replace(/…$/, '');
      const at = text.slice(found.start, found.end).indexOf(cut);
      const quote = element('q', {}, part);
      if (at < 0) return quote;
      const button = element(
        'button',
        { type: 'button', class: 'quote', title: 'Select it in the text' },
        quote,
      );
      button.addEventListener('click', () => select(found.start + at, found.start + at + cut.length));
      return button;
    }),
  );
}

function requestIds({ requestIds, moreRequestIds }: Group): Child {
  if (requestIds.length === 0) return undefined;
  const items = requestIds.map((id) => element('code', {}, id));
  return list(moreRequestIds > 0 ? [...items, `and ${moreRequestIds} more`] : items);
}

function times({ firstTime, lastTime }: Group): Child {
  if (firstTime === undefined || lastTime === undefined) return undefined;
  return firstTime === lastTime ? firstTime : `first ${firstTime}, last ${lastTime}`;
}

function missingElement({ missing }: TextDiagnosis): Child {
  if (missing.length === 0) return undefined;
  return list(
    missing.map(({ what, how }) =>
      element('div', {}, ...withCode(what), element('pre', {}, element('code', {}, how))),
    ),
  );
}

/** Pages that a search found. */
export const pageElements = (found: readonly FoundPages[]): Node[] =>
  found.flatMap(({ heading, pages }) => {
    const items = pages
      .slice(0, MOST_PAGES)
      .map(({ id, summary }) =>
        element('div', {}, element('a', { href: `pages/${id}.html` }, id), ': ', ...withCode(summary)),
      );
    const more = pages.length - MOST_PAGES;
    return [element('h2', {}, heading), list(more > 0 ? [...items, `and ${more} more`] : items)];
  });
