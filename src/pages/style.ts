/** One style for all pages: the system's own letters, light or dark as people have set their screen, and ink on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1c2430; --soft: #52606f; --paper: #ffffff; --card: #f4f6f9; --line: #d5dbe3;
  --link: #0b57b0; --good: #156b3a; --act: #a33a00; --bad: #b00020; --bar: #3b6fb6; --mark: #fff3d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6eaf0; --soft: #a9b4c2; --paper: #14181e; --card: #1d232b; --line: #37414d;
    --link: #8ab8ff; --good: #6fcf97; --act: #ffab70; --bad: #ff8f9c; --bar: #7fa8e0; --mark: #3a3116;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; padding-top: .5rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
p { margin: .35rem 0; max-width: 48rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
ul, ol { margin: .35rem 0; padding-left: 1.4rem; }
li { margin: .35rem 0; }
code, .id { font-family: ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; font-size: .9em; }
.above, .soft, footer, summary .soft { color: var(--soft); }
.hint { color: var(--soft); margin: .1rem 0 .5rem; white-space: pre-line; }
.scroll { overflow-x: auto; margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
td { min-width: 3rem; max-width: 28rem; overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .2rem 0; color: var(--link); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
.good { border-left: .4rem solid var(--good); } .act { border-left: .4rem solid var(--act); } .bad { border-left: .4rem solid var(--bad); }
.good > :first-child { color: var(--good); } .act > :first-child { color: var(--act); } .bad > :first-child { color: var(--bad); }
.status { font-weight: 700; font-size: 1.1rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .6rem; margin: .5rem 0; padding: 0; list-style: none; }
.tiles > li { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; margin: 0; }
.tiles b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: .925rem; }
svg { display: block; width: 100%; height: auto; } svg .bar { fill: var(--bar); } svg .failed { fill: var(--bad); }
svg .axis { stroke: var(--line); } svg text { fill: var(--soft); font-size: 11px; }
mark { background: var(--mark); color: inherit; padding: 0 .2em; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: .875rem; }
@media (min-width: 48rem) { body { padding: 2rem; } }
@media print {
  :root {
    --ink: #000; --soft: #333; --paper: #fff; --card: #fff; --line: #999;
    --link: #000; --good: #000; --act: #000; --bad: #000; --bar: #555; --mark: #fff;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  h2, h3, summary { break-after: avoid; } tr, li, figure { break-inside: avoid; }
  .scroll { overflow: visible; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
}
`;
