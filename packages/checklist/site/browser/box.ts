// The box to paste into: reads what is in it when it changes, and shows what is found.
import { byId } from './dom.ts';
import type { Groups } from './groups.ts';
import { readText } from './read-text.ts';
import { groupElements, pageElements } from './results.ts';
import { type FoundPages, pagesOfTerm, searchPages, type Tables } from './search.ts';

/** A pause in typing. The box waits while keys are still pressed. */
const PAUSE_MS = 120;

export function startBox(): void {
  const box = byId('text', 'textarea');
  const clear = byId('clear', 'button');
  const example = byId('example', 'button');
  const status = byId('status', 'p');
  const results = byId('results', 'section');
  const tables = readTables();
  const examples: readonly string[] = JSON.parse(example.dataset.texts ?? '[]');
  let shownExamples = 0;
  let timer = 0;
  let round = 0;

  const select = (start: number, end: number): void => {
    box.setSelectionRange(start, end);
    // Browsers scroll to the selection when the focus comes.
    box.blur();
    box.focus();
  };
  const show = (text: string, nodes: readonly Node[]): void => {
    status.textContent = text;
    results.replaceChildren(...nodes);
    results.hidden = nodes.length === 0;
  };
  const showFound = (found: readonly FoundPages[]): void => {
    const { size } = new Set(found.flatMap(({ pages }) => pages.map(({ id }) => id)));
    show(`${size} ${size === 1 ? 'page matches' : 'pages match'}.`, pageElements(found));
  };
  const read = async (): Promise<void> => {
    const mine = round;
    const text = box.value;
    if (text.trim() === '') return show('', []);
    const ofTerm = pagesOfTerm(tables.terms, text);
    if (ofTerm.length > 0) return showFound(ofTerm);
    let shown = 0;
    const groups = await readText(text, {
      isWanted: () => mine === round,
      onSlice: (share, { all }) => {
        const progress = `Reading: ${Math.floor(share * 10) * 10} %`;
        if (all.length === shown) status.textContent = progress;
        else show(progress, groupElements(all, text, select));
        shown = all.length;
      },
    });
    if (groups === undefined) return;
    if (groups.errors > 0) return show(statusOf(groups), groupElements(groups.all, text, select));
    const found = searchPages(tables.pages, text);
    if (found.length > 0) return showFound(found);
    show('No failed Claude API call in this text. The error with its status and body would show one.', []);
  };
  const change = (): void => {
    round++;
    clearTimeout(timer);
    timer = setTimeout(
      () => read().catch((problem) => show(`The text cannot be read: ${problem}`, [])),
      PAUSE_MS,
    );
  };
  const put = (text: string): void => {
    box.value = text;
    box.focus();
    change();
  };

  box.addEventListener('input', change);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    put('');
  });
  clear.addEventListener('click', () => put(''));
  example.addEventListener('click', () => put(examples[shownExamples++ % examples.length] ?? ''));
  // Text pasted beside the box goes into it.
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain');
    if (event.target === box || text === undefined || text === '') return;
    event.preventDefault();
    put(text);
  });

  byId('no-script', 'p').remove();
  for (const control of [box, clear, example]) control.disabled = false;
  // A touch screen would show its keyboard over the page.
  if (location.hash === '' && matchMedia('(hover: hover)').matches) box.focus({ preventScroll: true });
  // A browser may have kept the text over a reload.
  if (box.value !== '') change();
}

/** The tables of this document. */
const readTables = (): Tables => ({
  terms: rows('term').map((row) => ({
    heading: row.closest('table')?.dataset.heading ?? '',
    term: row.dataset.term ?? '',
    pages: [...row.querySelectorAll('a')].map((link) => ({ id: link.text, summary: link.title })),
  })),
  pages: rows('id').map((row) => ({
    id: row.dataset.id ?? '',
    summary: row.querySelector('.summary')?.textContent ?? '',
    seen: row.lastElementChild?.textContent ?? '',
  })),
});

const rows = (name: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`tr[data-${name}]`)];

function statusOf({ errors, all }: Groups): string {
  const [first] = all;
  if (errors === 1) return `1 error: ${first?.candidates.map(({ id }) => id).join(' or ')}.`;
  return `${errors} errors, ${all.length} ${all.length === 1 ? 'diagnosis' : 'diagnoses'}.`;
}
