// The style sheet of the report's page.
export const STYLE = `
:root { color-scheme: light dark; --line: #8884; --quiet: #777; --error: #d33; --warning: #b80; --info: #07a; --ok: #3a6; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 68rem; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin: 0; overflow-wrap: anywhere; }
section { border-left: 4px solid var(--line); margin: 1.5rem 0; padding: 0 0 0 1rem; }
.error { border-color: var(--error); } .warning { border-color: var(--warning); } .info { border-color: var(--info); }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .25rem .5rem; margin: .6rem 0; }
dt, .quiet { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font: 13px/1.4 ui-monospace, monospace; margin: .3rem 0 1rem; }
td { padding: 1px .5rem 1px 0; vertical-align: middle; } td:nth-child(3) { text-align: right; white-space: nowrap; }
td:nth-child(1) { width: 16rem; overflow-wrap: anywhere; } td:nth-child(2) { width: 40%; }
.attempt td:first-child, .wait td:first-child, .stream td:first-child { padding-left: 1.2rem; }
svg { display: block; width: 100%; height: 12px; background: #8882; }
rect { fill: var(--ok); } .failed rect { fill: var(--error); } .wait rect { fill: var(--quiet); opacity: .45; }
summary { cursor: pointer; margin: .4rem 0; }
`;
