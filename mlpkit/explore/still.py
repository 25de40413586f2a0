"""What stands in a notebook for an explorer when there is no kernel: its picture, and what to do."""

from IPython.display import display

from mlpkit.dark import RULES

# The page shows the widget where it lives, else the picture: never both, and no error of the front end's own.
_STYLE = f"""<style>{RULES}
.jp-OutputArea-child:has(.mlpkit-still):has(+ .jp-OutputArea-child .mlpkit-explorer) {{ display: none; }}
.jp-OutputArea-child:has(.mlpkit-still) + .jp-OutputArea-child:not(:has(.mlpkit-explorer)) {{ display: none; }}
</style>"""
_NOTE = "<p><em>This picture moves when a kernel runs it: run this cell again.</em></p>"


def show(explorer, widget):
    """Display the still picture of `explorer`, then the `widget` (its mime bundle), which takes the picture's place."""
    try:
        picture, metadata = explorer.static()._repr_mimebundle_()
    except Exception:  # where there is no picture, the line above the live one says why
        display(widget, raw=True)
        return
    picture["text/html"] = f'<div class="mlpkit-still">{_STYLE}{picture["text/html"]}{_NOTE}</div>'
    display(picture, metadata=metadata, raw=True)
    display(widget, raw=True)
