// The style sheet of the report's page, for a phone of 360 px, wide screens, dark mode and print.
export const STYLE = `
:root { color-scheme: light dark; --text: #1c1e21; --page: #fff; --quiet: #5b6169; --line: #d9dbdf; --bar: #e9eaec; --link: #0b5aa8;
  --error: #b3261e; --warning: #8a5a00; --info: #0a6570; --ok: #2e7d4f; }
@media (prefers-color-scheme: dark) { :root { --text: #dcdfe4; --page: #14161a; --quiet: #9aa2ad; --line: #343942; --bar: #2a2e36; --link: #84b9f2;
  --error: #f2867e; --warning: #e2b257; --info: #6cc3cf; --ok: #5cb67f; } }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto 3rem; max-width: 68rem; padding: 0 1rem;
  background: var(--page); color: var(--text); overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; line-height: 1.3; margin: 0; } h2 { font-size: 1.05rem; margin: 0; } h3 { font-size: 1rem; margin: .8rem 0 0; }
p { margin: .3rem 0; } .quiet, dt, caption, thead { color: var(--quiet); }
nav { margin: 1rem 0; } ol { margin: 0; padding-left: 1.6rem; } a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
section { border-left: 4px solid var(--line); margin: 1.5rem 0; padding: 0 0 0 1rem; }
section.error { border-color: var(--error); } section.warning { border-color: var(--warning); } section.info { border-color: var(--info); }
.severity { font-weight: 600; }
.severity.error { color: var(--error); } .severity.warning { color: var(--warning); } .severity.info { color: var(--info); }
dl { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .25rem .5rem; margin: .6rem 0; } dd { margin: 0; }
code { font: 13px/1.4 ui-monospace, monospace; unicode-bidi: isolate; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font: 13px/1.4 ui-monospace, monospace; margin: .8rem 0 1rem; }
caption { font: 15px/1.45 system-ui, sans-serif; text-align: left; padding-bottom: .3rem; }
th, td { font-weight: inherit; padding: 1px 0; text-align: start; vertical-align: top; }
th:nth-child(2), td:nth-child(2) { width: 6rem; padding: 1px .75rem; text-align: right; }
th:nth-child(3), td:nth-child(3) { width: 28%; }
th span { display: flex; gap: 0 .75rem; align-items: center; } bdi { min-width: 0; } th bdi { flex: 0 0 14rem; }
.attempt bdi, .wait bdi, .stream bdi { padding-inline-start: 1.2rem; }
svg { display: block; flex: 1; min-width: 0; width: 100%; height: 12px; background: var(--bar); }
rect { height: 10px; fill: var(--ok); } .failed rect { fill: var(--error); } .wait rect { fill: var(--quiet); height: 3px; y: 3.5px; }
summary { cursor: pointer; margin: .4rem 0; padding: .2rem 0; color: var(--link); }
@media (max-width: 40rem) {
  section { padding-left: .75rem; } dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .4rem; }
  table { font-size: 12px; } th span { display: block; padding-bottom: .3rem; } th bdi { display: block; } svg { height: 8px; }
  th:nth-child(2), td:nth-child(2) { width: 5.2rem; padding: 1px .4rem; } th:nth-child(3), td:nth-child(3) { width: 38%; }
}
@page { margin: 15mm; }
@media print {
  :root { --text: #000; --page: #fff; --quiet: #444; --link: #000; --error: #b3261e; --warning: #8a5a00; --info: #0a6570; --ok: #2e7d4f; }
  body { margin: 0; max-width: none; padding: 0; font-size: 10pt; } caption { font-size: 10pt; }
  details::details-content { content-visibility: visible; height: auto; } summary { list-style: none; color: var(--text); }
  h2, h3, h2 + p, caption, thead, summary { break-after: avoid; } tr, dd, li { break-inside: avoid; } table { break-inside: avoid; }
  a[href^="http"]::after { content: " (" attr(href) ")"; } svg { border: 1px solid var(--line); }
}
`;
