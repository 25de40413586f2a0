"""Pieces of HTML, as `Markup`: whatever is put into one is escaped, unless it is Markup itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

STYLE = """
.wide { overflow-x: auto } .wide table { width: 100% }
.wide th { border-bottom: 2px solid #767676 } .wide td { border-bottom: 1px solid var(--line); padding: 4px 12px 4px 0 }
td p { margin: 0 } td pre { max-width: 46em } summary { cursor: pointer; color: var(--link) } img { height: auto }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1em } .pair > div { min-width: 0 }
@media (max-width: 40em) { .pair { grid-template-columns: 1fr } body { margin-top: 1em }
  .wide .below tr { grid-template-columns: 5.5em 1fr } .wide .below tr > :not(:last-child) { border: 0 } }
section { border-left: 4px solid var(--link); padding-left: 1em } section h2 { margin-top: 0 }
pre { overflow-wrap: anywhere; white-space: pre-wrap }
"""


def one_of(count: int, noun: str) -> str:
    """`1 submission`, `3 submissions`: the first word gets the s, and its verb loses it."""
    first, _, rest = noun.partition(" ")
    if count != 1:
        first += "s"
        first = first.replace("ys", "ies")
        rest = rest.replace("that deserves", "that deserve").replace("whose file was", "whose files were")
    return f"{count} {first}{' ' * bool(rest)}{rest}"


def each(template: str, items: Iterable[str]) -> Markup:
    """The template, filled with one item after another."""
    return Markup("").join(Markup(template).format(item) for item in items)


def code(name: str) -> Markup:
    """A name in code, which a narrow column may break behind an underscore."""
    return Markup("<code>{}</code>").format(Markup("_<wbr>").join(name.split("_")))


def scrolls(source: str) -> Markup:
    """Lines of code; long ones scroll, by keyboard too."""
    return Markup('<pre tabindex="0">{}</pre>').format(source)


def paragraph(text: str) -> Markup:
    """A paragraph; nothing where there is nothing to say."""
    return Markup("<p>{}</p>").format(text) if text else Markup("")


def list_of(items: Iterable[str]) -> Markup:
    """A list."""
    return Markup("<ul>{}</ul>").format(each("<li>{}</li>", items))


def heading(level: int, text: str, place: str = "") -> Markup:
    """A heading, with a name that links can lead to."""
    anchor = Markup(' id="{}"').format(place) if place else ""
    return Markup("<h{0}{1}>{2}</h{0}>").format(level, anchor, text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], name: str = "") -> Markup:
    """A table with a header; wide ones scroll, by keyboard too. On a phone the text of a third column lies below.

    name: what it is read out as; its columns if absent.
    """
    below = Markup(' class="below"') if len(head) == 3 else ""
    return Markup(
        '<div class="wide" tabindex="0" role="region" aria-label="Table: {}"><table{}>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(
        name or ", ".join(head), below, each('<th scope="col">{}</th>', head),
        each("<tr>{}</tr>", (each("<td>{}</td>", row) for row in rows)),
    )  # fmt: skip


def folded(summary: str, inner: str) -> Markup:
    """Something to open."""
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, inner)


def lines(
    title: str, place: str, said: Sequence[tuple[str, str]], note: str, head: Sequence[str], most: int = 200
) -> Markup:
    """A section of (student, text); none where there is nothing to say. Without a head, a plain list."""
    if not said:
        return Markup("")
    shown = said[:most]
    inner = table(head, shown) if head else list_of(text for _, text in shown)
    more = f"and {len(said) - most} more, in results.json" if len(said) > most else ""
    return heading(3 if place else 2, title, place) + paragraph(note) + inner + paragraph(more)
