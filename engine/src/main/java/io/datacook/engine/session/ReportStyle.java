package io.datacook.engine.session;

/// The look of the report: one style sheet, light and dark, readable on paper and on a phone.
final class ReportStyle {
    private ReportStyle() {}

    static final String CSS = """
            :root { color-scheme: light dark;
              --page: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #55606e; --line: #dfe3e8; --track: #e9ecf0;
              --good: #0b6b3a; --good-back: #e2f4e9; --bad: #a3231b; --bad-back: #fdecea; --warn: #7a4b00;
              --warn-back: #fdf1d8; --extract: #2f6fb5; --validate: #8a5cc2; --transform: #b86a00; --write: #16826b;
              --commit: #c2517a; --other: #7b8794; }
            @media (prefers-color-scheme: dark) { :root {
              --page: #11151a; --card: #1a2027; --ink: #e8edf2; --soft: #a2adba; --line: #303944; --track: #2a323b;
              --good: #7fdba6; --good-back: #14351f; --bad: #ff9d94; --bad-back: #40191a; --warn: #ffcf7d;
              --warn-back: #3a2b0d; --extract: #6aa7ea; --validate: #b893ea; --transform: #e6a04a; --write: #4dc0a4;
              --commit: #e88bab; --other: #8b97a4; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--page); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
            main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 60px; }
            header { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; }
            h1 { font-size: 26px; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
            h2 { font-size: 17px; margin: 0 0 12px; }
            .facts { width: 100%; margin: 2px 0 0; color: var(--soft); overflow-wrap: anywhere; }
            .badge { padding: 2px 12px; border-radius: 99px; font-weight: 600; font-size: 14px; }
            .succeeded { color: var(--good); background: var(--good-back); }
            .failed { color: var(--bad); background: var(--bad-back); }
            .stopped { color: var(--warn); background: var(--warn-back); }
            section { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
              padding: 18px 20px; margin-top: 18px; }
            .tiles { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
              background: none; border: 0; padding: 0; margin: 18px 0 0; }
            .tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
              padding: 12px 16px; }
            .tiles dt { color: var(--soft); font-size: 13px; }
            .tiles dd { margin: 0; font-size: 21px; font-weight: 600; white-space: nowrap;
              font-variant-numeric: tabular-nums; }
            .tiles small { display: block; white-space: normal; font-size: 13px; font-weight: 400;
              color: var(--soft); }
            .error { border-left: 5px solid var(--bad); }
            .error h2 { color: var(--bad); }
            .error p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
            .error p + p { margin-top: 8px; color: var(--soft); }
            .wide { overflow-x: auto; }
            .wide:focus-visible, summary:focus-visible { outline: 3px solid var(--extract); outline-offset: 2px; }
            table { border-collapse: collapse; width: 100%; }
            caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
            th, td { text-align: left; padding: 7px 16px 7px 0; border-top: 1px solid var(--line);
              vertical-align: top; overflow-wrap: break-word; }
            td { max-width: 420px; }
            thead th { border-top: 0; color: var(--soft); font-weight: 500; font-size: 13px; white-space: nowrap; }
            tbody th { font-weight: 600; }
            .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            tr > :last-child { padding-right: 0; }
            .bar { margin: 0 0 12px; }
            .bar p { margin: 0 0 4px; display: flex; justify-content: space-between; gap: 16px; }
            .bar p span { color: var(--soft); }
            .bar div { display: flex; height: 14px; border-radius: 4px; overflow: hidden; background: var(--track); }
            .bar i { display: block; min-width: 1px; }
            .bar i + i { border-left: 2px solid var(--card); }
            .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 12px 0 0; padding: 0;
              color: var(--soft); font-size: 14px; }
            .legend i { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 7px; }
            .extract { background: var(--extract); } .validate { background: var(--validate); }
            .transform { background: var(--transform); } .write { background: var(--write); }
            .commit { background: var(--commit); }
            .other { background: var(--other); }
            svg { display: block; width: 100%; height: auto; }
            svg text { fill: var(--soft); font-size: 12px; font-family: inherit; }
            svg .grid { stroke: var(--line); stroke-width: 1; }
            svg .area { fill: var(--extract); opacity: .16; }
            svg .line { fill: none; stroke: var(--extract); stroke-width: 2; stroke-linejoin: round; }
            svg .wrote { fill: none; stroke: var(--write); stroke-width: 2; stroke-dasharray: 5 4; }
            code, pre { font: 13px/1.5 ui-monospace, "Cascadia Mono", Menlo, "Liberation Mono", monospace; }
            pre { margin: 10px 0 0; padding: 14px; overflow-x: auto; background: var(--page); border-radius: 8px; }
            .record { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 8.5em; overflow-y: auto;
              display: block; }
            summary { cursor: pointer; font-size: 17px; font-weight: 600; }
            .note { color: var(--soft); margin: 0 0 10px; }
            footer { color: var(--soft); margin-top: 26px; font-size: 13px; }
            @media print { body { background: none; } section { break-inside: avoid; } }
            """;
}
