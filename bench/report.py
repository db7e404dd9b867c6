"""Turns measured cells into docs/benchmarks.md and its chart."""

import json
import statistics
from datetime import date

WIDTH = 760
ROW = 17
COLORS = {"Datacook": "#1f6f54"}


def cells(path):
    """All runs by work, rows and program, as a file of JSON lines has them."""
    found = {}
    for line in path.read_text().splitlines():
        run = json.loads(line)
        found.setdefault((run["work"], run["rows"]), {}).setdefault(run["program"], []).append(run)
    return found


def median(runs, key):
    values = [run[key] for run in runs if run.get(key) is not None]
    return statistics.median(values) if values else None


def figure(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}"


def size_of(rows, programs):
    """Rows of the data, which some sets have fewer of than the typical file."""
    counted = [run["contents"][0] for runs in programs.values() for run in runs if run.get("contents")]
    return f"{int(counted[0]) if counted else rows:,}"


def is_datacook(program):
    return program.startswith("Datacook")


def written(runs):
    """How many rows a program's output has, if that was looked at."""
    return next((int(run["contents"][0]) for run in runs if run.get("contents")), None)


def short(programs, name):
    """What a program that lost rows is told, for no time of its counts."""
    counts = {other: written(runs) for other, runs in programs.items()}
    expected = next((count for other, count in counts.items() if is_datacook(other)), None)
    if None in (counts[name], expected) or counts[name] == expected:
        return None
    return f"not counted: its output has {counts[name]:,} of {expected:,} rows"


def best(programs, key):
    values = [median(runs, key) for name, runs in programs.items()
              if not is_datacook(name) and not short(programs, name)]
    return min((value for value in values if value is not None), default=None)


def ratio(value, of):
    return "–" if value is None or not of else f"{value / of:.2f}"


def table(work, rows, programs):
    inner = work.kind == "inner"
    server = work.kind.startswith("pg")
    key = "inner_cold" if inner else "cpu"
    runs = max(len(r) for r in programs.values())
    lines = [f"### {work.title}, {size_of(rows, programs)} rows" if work.name != "start" else f"### {work.title}", "",
             f"Medians of {runs} run{'s' if runs > 1 else ''}. " + agreement(programs), ""]
    if inner:
        lines += ["| program | CPU s, first time | CPU s, third time | file MB | CPU ÷ best peer, first | third |",
                  "|---|---|---|---|---|---|"]
    else:
        lines += ["| program | wall s | CPU s |" + (" server CPU s |" if server else "") +
                  " peak MiB | output MB | wall ÷ best peer | CPU ÷ best peer |",
                  "|---|---|---|---|---|---|---|" + ("---|" if server else "")]
    for name, done in programs.items():
        good = [run for run in done if "failed" not in run]
        if not good:
            why = "".join(c for c in done[-1]["failed"] if c.isprintable()).replace("|", "/")
            lines.append(f"| {name} | not measured: {why[:160]} |")
        elif short(programs, name):
            lines.append(f"| {name} | {short(programs, name)} |")
        elif inner:
            cold, warm, size = (median(good, k) for k in ("inner_cold", "inner_warm", "size"))
            lines.append(f"| {name} | {figure(cold)} | {figure(warm)} | {figure(size, 0)} | "
                         f"{ratio(cold, best(programs, 'inner_cold'))} | {ratio(warm, best(programs, 'inner_warm'))} |")
        else:
            wall, cpu, rss, size = (median(good, k) for k in ("wall", key, "rss", "size"))
            lines.append(f"| {name} | {figure(wall)} | {figure(cpu)} | " +
                         (f"{figure(median(good, 'server'))} | " if server else "") +
                         f"{figure(rss, 0)} | {figure(size, 0)} | {ratio(wall, best(programs, 'wall'))} | "
                         f"{ratio(cpu, best(programs, 'cpu'))} |")
    return lines + [""]


def agreement(programs):
    contents = {name: json.dumps(run["contents"]) for name, done in programs.items() for run in done
                if run.get("contents") and not short(programs, name)}
    if not contents:
        return ""
    ours = next((text for name, text in contents.items() if is_datacook(name)), None)
    other = sorted(name for name, text in contents.items() if text != ours)
    if not other:
        return f"The outputs of {len(contents)} programs were compared and hold the same values."
    return ("Outputs hold the same values, except: " + ", ".join(other) +
            " (other types or spellings of values; the number of rows is compared too).")


def chart(rows_of_works):
    """Processor seconds of each program as a multiple of Datacook's, one bar each."""
    y = 40
    parts = []
    for work, rows, programs in rows_of_works:
        key = "inner_cold" if work.kind == "inner" else "cpu"
        ours = next((median(runs, key) for name, runs in programs.items() if is_datacook(name)), None)
        if not ours:
            continue
        title = f"{work.title} ({size_of(rows, programs)} rows)"
        parts.append(f'<text x="8" y="{y + 13}" font-weight="bold">{escape(title)}</text>')
        y += ROW + 4
        for name, runs in programs.items():
            value = median(runs, key)
            if value is None or short(programs, name):
                continue
            times = value / ours
            length = min(times, 8) * 50
            shown = f"{times:.2f} ×" + (" …" if times > 8 else "")
            color = COLORS["Datacook"] if is_datacook(name) else "#9aa5b1"
            parts.append(f'<text x="190" y="{y + 12}" text-anchor="end">{escape(name)}</text>'
                         f'<rect x="198" y="{y + 2}" width="{length:.0f}" height="12" fill="{color}"/>'
                         f'<text x="{204 + length:.0f}" y="{y + 12}">{shown}</text>')
            y += ROW
        y += 10
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 10}" width="{WIDTH}" '
            f'height="{y + 10}" font-family="sans-serif" font-size="12" fill="#222">'
            f'<rect width="{WIDTH}" height="{y + 10}" fill="#fff"/>'
            f'<text x="8" y="20" font-size="14" font-weight="bold">Processor seconds, Datacook = 1 '
            f'(shorter is better)</text>')
    return head + "".join(parts) + "</svg>\n"


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def write(path, results, works, machine):
    """The page and the chart beside it. The page's part above the line `<!-- figures -->` is written by hand."""
    found = cells(results)
    ordered = [(work, rows, found[(work.name, rows)]) for work in works
               for rows in sorted({r for n, r in found if n == work.name}, reverse=True)]
    lines = [f"Measured on {date.today().isoformat()}: {machine}", "",
             "![Processor seconds of each program, as multiples of Datacook's](benchmarks.svg)", ""]
    for work, rows, programs in ordered:
        lines += table(work, rows, programs)
    mark = "<!-- figures -->"
    above = path.read_text().split(mark)[0] if path.exists() else "# Benchmarks\n\n"
    path.write_text(above + mark + "\n\n" + "\n".join(lines).rstrip() + "\n")
    path.with_suffix(".svg").write_text(chart(ordered))
