"""The page's looks: ink on paper, or paper on graphite. Colour would mean provenance, and a report has none."""

LIGHT = """
color-scheme: light;
--sunk: #ebe7de; --paper: #f4f1ea; --sheet: #fbf9f5; --line: #d9d3c7; --line-2: #a89f8f; --rule: #e8e3d8;
--ink: #211e1a; --ink-2: #565047; --ink-3: #686055; --ink-4: #a49b8c;
"""
DARK = """
color-scheme: dark;
--sunk: #131416; --paper: #191b1d; --sheet: #202326; --line: #33373b; --line-2: #565c62; --rule: #2a2e32;
--ink: #eeebe4; --ink-2: #bab6ad; --ink-3: #a3a098; --ink-4: #5b6066;
"""

STYLE = (
    f":root {{{LIGHT}}}\n@media (prefers-color-scheme: dark) {{ :root {{{DARK}}} }}"
    + """
:root {
  --ui: "Atkinson Hyperlegible Next", "Atkinson Hyperlegible", "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  --mono: "Atkinson Hyperlegible Mono", ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 var(--ui); padding: 40px 32px 72px; }
main { max-width: 1180px; margin: 0 auto; }
h1 { font-size: 15px; font-weight: 560; color: var(--ink-2); overflow-wrap: anywhere; }
h2 { font-size: 17px; font-weight: 640; margin: 48px 0 4px; }
h3 { font-size: 13.5px; font-weight: 560; }
p { max-width: 68ch; }
.n { font-family: var(--mono); font-variant-numeric: tabular-nums; font-weight: 520; }
.dim { color: var(--ink-3); font-size: 12.5px; }
header { display: flex; gap: 16px; align-items: center; }
.tree { width: 46px; height: 30px; flex: none; }
.tree path { stroke: var(--ink); stroke-width: 1.3; fill: none; vector-effect: non-scaling-stroke; }
.tree .dots { stroke-width: 3.4; stroke-linecap: round; }

.verdict { margin-top: 28px; border-left: 3px solid var(--ink); background: var(--sunk); padding: 24px 28px; }
.verdict .headline { font-size: 28px; line-height: 1.2; font-weight: 640; letter-spacing: -0.01em; }
.verdict ol { list-style: none; padding: 0; margin-top: 16px; display: grid; gap: 14px; align-content: start; }
.verdict li p { overflow-wrap: anywhere; }
.verdict .advice { color: var(--ink-2); }
.verdict .told { display: grid; grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr); gap: 0 44px; }
.verdict .told.alone { grid-template-columns: minmax(0, 1fr); }
.verdict .noise .what { font-weight: 640; }
.verdict .babble .what { font-weight: 560; }
.verdict .notes { border-left: 1px solid var(--line); padding-left: 28px; align-content: start; }
.verdict .notes .what { font-weight: 400; }
.verdict .notes li { font-size: 13.5px; }

.strip { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); margin-top: 20px; overflow: hidden;
  background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; }
.strip > div { padding: 14px 18px; box-shadow: -1px -1px 0 var(--line); }
.strip .n { font-size: 19px; line-height: 1.35; display: block; }
.strip .dim { display: block; }

.gauges { display: grid; grid-template-columns: repeat(4, 1fr); column-gap: 32px; margin-top: 12px; }
.gauge { border-top: 1px solid var(--line); padding: 14px 0 18px; }
.row { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; }
.gauge .n { white-space: nowrap; }
.scale { position: relative; height: 22px; margin: 6px 0 4px; }
.scale::before { content: ""; position: absolute; inset: 7px 0; background: var(--sunk); }
.scale i { position: absolute; top: 7px; height: 8px; background: var(--ink-2); }
.scale b { position: absolute; top: 2px; height: 18px; width: 1.5px; background: var(--ink); }

.figures { display: grid; grid-template-columns: 1fr 1fr; gap: 12px 40px; }
figure { border-top: 1px solid var(--line); padding: 14px 0 10px; min-width: 0; }
figcaption { color: var(--ink-3); font-size: 12.5px; line-height: 1.45; margin-top: 6px; max-width: 62ch; }
.plot { position: relative; height: 150px; margin: 12px 0 30px; }
.plot svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.plot span { position: absolute; font: 11px/1 var(--mono); color: var(--ink-3); white-space: nowrap; }
.plot .tick { top: 100%; margin-top: 7px; transform: translateX(-50%); }
.plot .tick.first { transform: none; }
.plot .tick.last { transform: translateX(-100%); }
.plot .flag { top: -2px; font-family: var(--ui); font-size: 12px; color: var(--ink); padding: 0 6px; }
.plot .flag.left { transform: translateX(-100%); }
.plot .flag.second { top: 15px; color: var(--ink-3); }
.plot .name { font-family: var(--ui); margin: -19px 4px; max-width: 40%; overflow: hidden; text-overflow: ellipsis;
  line-height: 1.2; }
svg path, svg line { vector-effect: non-scaling-stroke; }
.strokes { stroke: var(--ink-2); stroke-width: 1.4; fill: none; }
.plot .strokes { stroke-width: 3; }
.area { fill: var(--ink-2); } .faint { fill: var(--ink-4); }
.base { stroke: var(--line-2); stroke-width: 1; }
.mark { stroke: var(--ink); stroke-width: 1.5; }
.dash { stroke: var(--ink-3); stroke-width: 1.25; stroke-dasharray: 2 4; }
.points { stroke: var(--ink-2); stroke-width: 7; stroke-linecap: round; fill: none; opacity: 0.6; }
.far { stroke: var(--ink); stroke-width: 9; stroke-linecap: round; fill: none; }
.hole { stroke: var(--paper); stroke-width: 6; stroke-linecap: round; fill: none; }
.bracket { stroke: var(--ink); stroke-width: 1.5; fill: none; }

.shares { display: grid; grid-template-columns: minmax(60px, max-content) 1fr max-content; gap: 8px 14px;
  align-items: center; margin-top: 14px; font-size: 13.5px; }
.shares .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 220px; }
.shares .bar { height: 10px; background: var(--sunk); }
.shares .bar i { display: block; height: 100%; background: var(--ink-2); }

.scroll { overflow-x: auto; margin-top: 10px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
caption { text-align: left; }
th { text-align: left; font-weight: 400; font-size: 12px; color: var(--ink-3); padding: 6px 14px 6px 0;
  border-bottom: 1px solid var(--line-2); white-space: nowrap; }
td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: middle; white-space: nowrap; }
th.r, td.r { text-align: right; }
td .n { font-size: 12.5px; }
td.file { min-width: 150px; max-width: 260px; white-space: normal; overflow-wrap: anywhere; line-height: 1.3; }
td.file small { display: block; color: var(--ink-3); font-size: 11.5px; }
td.wave svg { display: block; width: 140px; height: 26px; }
td.level .scale { width: 84px; margin: 0; height: 20px; }
td.level .scale::before { inset: 7px 0; } td.level .scale i { height: 6px; }
td.level .scale b { top: 4px; height: 12px; }
td.level div.scale { display: inline-block; vertical-align: middle; margin-right: 10px; }
td.found { white-space: normal; min-width: 110px; font-weight: 560; }
td.none { color: var(--ink-3); }
tr.fine td.found { font-weight: 400; color: var(--ink-3); }
footer { margin-top: 40px; color: var(--ink-3); font-size: 12.5px; }

@media (max-width: 980px) {
  .wide { display: none; }
  .gauges { grid-template-columns: 1fr 1fr; }
  .verdict .told { grid-template-columns: minmax(0, 1fr); }
  .verdict .notes { border-left: 0; padding: 16px 0 0; border-top: 1px solid var(--line); }
}
@media (max-width: 760px) {
  body { padding: 20px 16px 48px; }
  .verdict { padding: 18px 18px; } .verdict .headline { font-size: 23px; }
  .figures { grid-template-columns: minmax(0, 1fr); }
  .strip { grid-template-columns: 1fr 1fr; }
  .mid { display: none; }
  td.file { max-width: none; }
}
@media (max-width: 460px) { .gauges { grid-template-columns: 1fr; } }
@media print { body { padding: 0; } .verdict, .strip { break-inside: avoid; } }
"""
)
