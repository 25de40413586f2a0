"""Pieces of HTML. What is given as text is escaped; what is called html is not."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

STYLE = """
.wide { overflow-x: auto } .wide table { width: 100% }
.wide th { border-bottom: 2px solid #767676 } .wide td { border-bottom: 1px solid #ddd; padding: 4px 12px 4px 0 }
td p { margin: 0 } td pre { max-width: 46em } summary { cursor: pointer; color: #005a91 } img { height: auto }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1em } .pair > div { min-width: 0 }
@media (max-width: 40em) { .pair { grid-template-columns: 1fr } body { margin-top: 1em }
  .wide .below tr { grid-template-columns: 5.5em 1fr } .wide .below tr > :not(:last-child) { border: 0 } }
section { border-left: 4px solid #0072b2; padding-left: 1em } section h2 { margin-top: 0 }
pre { overflow-wrap: anywhere } a { color: #005a91 } pre { white-space: pre-wrap }
"""


def one_of(count: int, noun: str) -> str:
    """`1 submission`, `3 submissions`: the first word gets the s, and its verb loses it."""
    first, _, rest = noun.partition(" ")
    if count != 1:
        first += "s"
        first = first.replace("ys", "ies")
        rest = rest.replace("that deserves", "that deserve").replace("whose file was", "whose files were")
    return f"{count} {first}{' ' * bool(rest)}{rest}"


def code(name: str) -> str:
    """A name in code, which a narrow column may break behind an underscore."""
    return f"<code>{html.escape(name).replace('_', '_<wbr>')}</code>"


def scrolls(code: str) -> str:
    """Lines of code; long ones scroll, by keyboard too."""
    return f'<pre tabindex="0">{html.escape(code)}</pre>'


def list_of(items_html: Iterable[str]) -> str:
    """A list."""
    return f"<ul>{''.join(f'<li>{x}</li>' for x in items_html)}</ul>"


def table(head: Sequence[str], rows_html: Iterable[Sequence[str]], name: str = "") -> str:
    """A table with a header; wide ones scroll, by keyboard too. On a phone the text of a third column lies below.

    name: what it is read out as; its columns if absent.
    """
    top = "".join(f'<th scope="col">{html.escape(h)}</th>' for h in head)
    rows = "".join("<tr>" + "".join(f"<td>{x}</td>" for x in row) + "</tr>" for row in rows_html)
    label, below = html.escape(name or ", ".join(head)), ' class="below"' if len(head) == 3 else ""
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Table: {label}"><table{below}>'
        f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def folded(summary: str, inner_html: str) -> str:
    """Something to open."""
    return f"<details><summary>{html.escape(summary)}</summary>{inner_html}</details>"


def lines(title: str, place: str, said: Sequence[tuple[str, str]], note: str, head: Sequence[str], most: int = 200):
    """A section of (student, text); none where there is nothing to say. Without a head, a plain list."""
    if not said:
        return ""
    shown = said[:most]
    if head:
        inner = table(head, [(html.escape(s), html.escape(x)) for s, x in shown])
    else:
        inner = list_of(html.escape(x) for _, x in shown)
    more = f"<p>and {len(said) - most} more, in results.json</p>" if len(said) > most else ""
    level, anchor = ("h3", f' id="{place}"') if place else ("h2", "")
    return f"<{level}{anchor}>{html.escape(title)}</{level}>{f'<p>{note}</p>' if note else ''}{inner}{more}"
