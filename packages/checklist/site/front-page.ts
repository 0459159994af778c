// The front page: the box to paste into, the table of terms, and the index of every page.
import type { Term, TermKind, TermPage } from '../src/text.ts';
import { Html, html, withCode } from './html.ts';
import { pageHtml } from './layout.ts';
import type { RulePage, StepPages } from './rule-pages.ts';

export interface FrontParts {
  readonly steps: readonly StepPages[];
  readonly terms: readonly Term[];
  /** Texts that the box shows on request. */
  readonly examples: readonly string[];
  readonly script: string;
  readonly hasPackages: boolean;
}

export const frontPage = ({ steps, terms, examples, script, hasPackages }: FrontParts): string =>
  pageHtml({
    title: 'Sevenstep: paste an error, get the step and the fix',
    description:
      'Diagnoses the text of any failed Claude API call in the browser, and lists a page for every error.',
    root: '',
    hasPackages,
    skipTo: { id: 'text', text: 'Skip to the box' },
    main: html`${boxOf(examples)}
<section aria-labelledby="terms">
<h2 id="terms">From error text to page</h2>
<p class="quiet">What an error calls itself, and the pages it can lead to.</p>
${KINDS.map((kind) => termTable(terms, kind))}
</section>
<section aria-labelledby="pages">
<h2 id="pages">All pages</h2>
<p class="quiet">In the order of the seven steps. Each one rules out everything before it.</p>
${steps.map(stepTable)}
</section>`,
    script,
  });

const boxOf = (examples: readonly string[]): Html => html`<h1>Paste an error. Get the step and the fix.</h1>
<p>The text of a failed Claude API call, in any form: a stack, a log, a response of curl. It is diagnosed on this page and sent
nowhere.</p>
<p class="notice" id="no-script">This box needs JavaScript. The tables below work without it.</p>
<label for="text">Error text, or a status, error type, class or words of a message</label>
<textarea id="text" rows="9" disabled autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false"
 translate="no" data-gramm="false" aria-describedby="keys" aria-controls="results"
 placeholder="529 {&quot;type&quot;:&quot;error&quot;,&quot;error&quot;:{&quot;type&quot;:&quot;overloaded_error&quot;,…"></textarea>
<div class="row">
<button type="button" id="clear" disabled>Clear</button>
<button type="button" id="example" data-texts="${JSON.stringify(examples)}" disabled>Show an example</button>
<p class="quiet" id="keys">Esc clears the box.</p>
</div>
<p id="status" role="status"></p>
<section id="results" aria-label="Diagnosis" hidden></section>`;

/** So many pages of a term are shown at once. */
const FIRST_PAGES = 6;

const KINDS: readonly (readonly [kind: TermKind, heading: string, isOpen: boolean])[] = [
  ['status', 'HTTP status', true],
  ['error_type', 'Error type', true],
  ['stop_reason', 'Stop reason', true],
  ['error_code', 'Error code', false],
  ['class', 'Class', false],
  ['connection_code', 'Connection code', false],
];

function termTable(terms: readonly Term[], [kind, heading, isOpen]: (typeof KINDS)[number]): Html {
  const rows = terms.filter((term) => term.kind === kind).sort((a, b) => (a.term < b.term ? -1 : 1));
  return html`<details${new Html(isOpen ? ' open' : '')}>
<summary>${heading} <span class="quiet">${rows.length}</span></summary>
<table class="terms" data-heading="${heading}">
<thead><tr><th scope="col">Text</th><th scope="col">Pages, the likeliest first</th></tr></thead>
<tbody>
${rows.map(termRow)}</tbody>
</table>
</details>
`;
}

const termRow = ({
  term,
  pages,
}: Term): Html => html`<tr data-term="${term}"><th scope="row"><code>${term}</code></th>
<td><ul class="links">${pages.slice(0, FIRST_PAGES).map(termPage)}</ul>${morePages(pages.slice(FIRST_PAGES))}</td></tr>
`;

const termPage = ({ id, when }: TermPage): Html => html`<li>${linkTo(id, when)}</li>`;

const morePages = (pages: readonly TermPage[]): Html =>
  pages.length === 0
    ? html``
    : html`<details><summary>${pages.length} more</summary><ul class="links">${pages.map(termPage)}</ul></details>`;

const stepTable = ({ name, title, pages }: StepPages): Html => html`<h3 id="${name}">${title}</h3>
<table class="pages">
<thead><tr><th scope="col">Page</th><th scope="col">What the application sees</th></tr></thead>
<tbody>
${pages.map(pageRow)}</tbody>
</table>
`;

const pageRow = ({ id, severity, summary, seen }: RulePage): Html => html`<tr data-id="${id}">
<td>${linkTo(id)} <span class="severity ${severity}">${severity}</span><br><span class="summary">${withCode(summary)}</span></td>
<td>${seen === undefined ? html`<span class="quiet">nothing by itself</span>` : seenCell(seen)}</td></tr>\n`;

const seenCell = ({
  status,
  type,
  code,
  className,
  stopReason,
  message,
}: NonNullable<RulePage['seen']>): Html =>
  html`${[status, type, code, className, stopReason]
    .filter((term) => term !== undefined)
    .map((term) => html`<code class="term">${term}</code> `)}<br><span class="message">${message}</span>`;

const linkTo = (id: string, title?: string): Html =>
  html`<a href="pages/${id}.html"${title === undefined ? '' : html` title="${title}"`}>${id}</a>`;
