"""The base of the explorers, on a small explorer made for the purpose."""

import asyncio
import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from mlpkit.explore import png
from mlpkit.explore import still as still_module
from mlpkit.explore.base import Explorer
from mlpkit.explore.controls import button, choice, log_slider, slider, tick
from mlpkit.explore.panels import CSS_DPI, SMALLEST
from mlpkit.explore.problem import in_one_line
from tests.support.explorers import EXPLORERS, first, made


class Line(Explorer):
    """y = slope x, with everything that a test wants to watch."""

    def __init__(self):
        self.builds, self.updates, self.touches = 0, 0, []
        super().__init__(slope=slider("slope", 1.0, -2.0, 2.0), grid=tick("grid"))

    def shape(self, s):
        return s.grid

    def build(self, fig, s):
        self.builds += 1
        (ax,) = self.grid(fig, 1)
        ax.set(xlim=(0, 1), ylim=(-2, 2))
        ax.grid(s.grid)
        return SimpleNamespace(axes=ax, line=ax.plot([], [], lw=3)[0])

    def update(self, art, s):
        self.updates += 1
        if s.slope == 2:
            raise ValueError("too <steep>")
        art.line.set_data([0, 1], [0, s.slope])
        return f"y(1) = {s.slope}"

    def alt(self, s):
        return f"a line of slope {s.slope}"

    def touched(self, kind, axes, x, y):
        self.touches.append((kind, x, y))


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


def test_png_is_read_back_by_another_decoder():
    image = np.random.default_rng(0).integers(0, 256, (13, 7, 4), np.uint8)
    assert (pixels(png.encode(image)) == image[..., :3]).all()


def test_a_control_moves_the_picture_the_numbers_and_the_alternative_text():
    line = Line()
    before, frame = line.picture.png, line.picture.frame
    line.controls["slope"].value = -1.0
    assert line.picture.png != before and line.picture.frame == frame + 1
    assert line.readout.value == "y(1) = −1.0" and line.picture.alt == "a line of slope -1.0"


def test_moving_a_slider_builds_nothing_and_leaves_no_trace_of_the_old_line():
    line = Line()
    there_and_back = line.picture.png
    line.set(slope=-1.0).set(slope=1.0)
    assert line.builds == 1 and line.picture.png == there_and_back
    line.set(grid=True)
    assert line.builds == 2 and line.picture.png != there_and_back


def test_moving_artists_drawn_over_the_kept_background_equal_a_full_drawing():
    line = Line().set(slope=-0.5)
    file = io.BytesIO()
    line.static().savefig(file, format="png")
    difference = np.abs(pixels(file.getvalue()) - pixels(line.picture.png))
    assert (difference > 2).mean() < 0.01  # only where the line crosses a spine


def test_a_burst_of_events_draws_the_last():
    async def burst():
        line = Line()
        for slope in np.linspace(-1, 1.5, 50):
            line.controls["slope"].value = slope
        during = line.updates
        await asyncio.sleep(0)
        return line, during

    line, during = asyncio.run(burst())
    assert during == 1 and line.updates == 2
    assert line.readout.value == "y(1) = 1.5"


def test_an_exception_is_a_readable_line_and_goes_away():
    line = Line().set(slope=2.0)
    assert "ValueError: too &lt;steep&gt;" in line.problem.value and 'role="alert"' in line.problem.value
    assert "Traceback" not in line.problem.value
    line.set(slope=0.5)
    assert line.problem.value == "" and line.readout.value == "y(1) = 0.5"


def test_an_error_names_the_readers_own_line():
    code = compile("def f(z):\n    return z / 0\n", "<a cell>", "exec")
    names = {}
    exec(code, names)
    with pytest.raises(ZeroDivisionError) as caught:
        names["f"](1)
    own = caught.value.with_traceback(caught.value.__traceback__.tb_next)
    assert in_one_line(own).startswith("ZeroDivisionError: division by zero (in f, line 2")
    assert in_one_line(NotImplementedError()) == "NotImplementedError"


def test_shows_a_picture_with_alternative_text_where_there_is_no_kernel(monkeypatch):
    shown = []
    monkeypatch.setattr(still_module, "display", lambda data, metadata=None, raw=None: shown.append((data, metadata)))
    Line()._ipython_display_()
    (data, metadata), (widget, _) = shown
    assert data["image/png"].startswith(b"\x89PNG") and "run this cell again" in data["text/html"]
    assert metadata["image/png"]["alt"] == data["text/plain"] == "a line of slope 1.0"
    assert set(widget) == {"application/vnd.jupyter.widget-view+json", "text/plain"} and widget["text/plain"] == ""
    line = Line()
    line.static()
    line.set(slope=-2.0)
    assert line.static().axes[0].lines[0].get_ydata()[1] == -2.0


def test_panels_go_below_each_other_in_a_narrow_page():
    class Three(Line):
        def build(self, fig, s):
            axes = self.grid(fig, 3)
            return SimpleNamespace(line=axes[0].plot([], [])[0])

    three = Three()
    wide = pixels(three.picture.png).shape
    three.picture.room = 380
    narrow = pixels(three.picture.png).shape
    assert (
        three.picture.width <= 380
        and narrow[1] < wide[1] / 2
        and narrow[0] == pytest.approx(3 * wide[0] * 380 / (3.3 * 96), abs=5)
    )
    three.picture.ratio = 2.0
    assert pixels(three.picture.png).shape[1] == pytest.approx(2 * narrow[1], abs=2) and three.picture.width <= 380


@pytest.mark.parametrize("name", ["slider", "predictions", "backprop_stepper", "bumps"])
def test_letters_stay_large_enough_in_a_narrow_page(name):
    explorer = made(name)[0]
    explorer.picture.room = 340
    assert explorer._figure.dpi >= SMALLEST * CSS_DPI
    assert explorer.picture.width <= 341


def test_the_pointer_is_told_in_data_coordinates():
    line = Line()
    width, height = line._figure.bbox.size
    x, y = line._figure.axes[0].transData.transform([0.25, -1.0]) / [width, height]
    line._pointer(None, {"kind": "down", "x": x, "y": y}, [])
    line._pointer(None, {"kind": "down", "x": 0.0, "y": 0.0}, [])
    assert len(line.touches) == 1 and line.touches[0] == ("down", pytest.approx(0.25), pytest.approx(-1.0))


def test_no_pyplot():
    assert "matplotlib.pyplot" not in _modules_after("import mlpkit.explore")


def _modules_after(code):
    import subprocess
    import sys

    run = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout.split()


def test_every_control_has_a_label_and_a_tooltip():
    made = [slider("a", 1, 0, 3), log_slider("b", 0.1, -3, 0), choice("c", ["x", "y"]), tick("d")]
    for control in [*made, button("e", print)]:
        assert control.description and control.tooltip is not None
    assert isinstance(made[0].value, int) and made[1].value == pytest.approx(0.1)


def test_settings_by_an_unknown_name_say_what_there_is():
    with pytest.raises(ValueError, match=r"no control 'slop'; there are slope, grid"):
        Line().set(slop=1)


OTHER = {  # for each explorer: how it is made, and first settings that show in its picture
    "activations": ("activations", {"name": "relu"}),
    "backprop_stepper": ("backprop_stepper", {"x1": -1.5}),
    "bumps": ("bumps", {"n": 9}),
    "depth_and_signal": ("depth_and_signal", {"depth": 20}),
    "descent_race": ("descent_race", {"surface": "Rosenbrock's valley", "rate": 0.005}),
    "error_gallery": ("error_gallery(net, X, t)", {"show": "all"}),
    "graph": ("graph", {"step": 3}),
    "live_fit": ("live_fit(MLP([64, 16, 10], seed=0), X, t)", {"steps": 30}),
    "loss_landscape": ("loss_landscape(net, X, t, path)", {"reach": 2.0}),
    "losses": ("losses", {"outlier_y": 3.0}),
    "overfitting": ("overfitting", {"degree": 2}),
    "playground": ("playground", {"settings": "data=spiral layers=3:relu"}),
    "slider": ("slider(wave, k=[1])", {"a": [0.5]}),
    "softmax": ("softmax", {"z0": 3.0}),
    "xor_lab": ("xor_lab", {"w11": -2.0}),
}


def still(explorer):
    file = io.BytesIO()
    explorer.static().savefig(file, format="png")
    return pixels(file.getvalue())


def test_every_explorer_has_its_other_settings():
    assert EXPLORERS.keys() - OTHER.keys() == {"digit_pad", "predictions"}, "they show what somebody has drawn"


@pytest.mark.parametrize("name", OTHER)
def test_the_still_picture_is_that_of_the_settings_although_a_redraw_waits_for_the_loop(name):
    code, settings = OTHER[name]
    made, _, arguments = code.rstrip(")").partition("(")

    def picture(**settings):
        listed = [arguments, *(f"{k}={v!r}" for k, v in settings.items())]
        return still(eval(f"explore.{made}({', '.join(filter(None, listed))})", first()))

    async def in_a_kernel():
        return picture(**settings)

    expected, default = picture(**settings), picture()
    assert expected.shape != default.shape or (expected != default).any()
    np.testing.assert_array_equal(asyncio.run(in_a_kernel()), expected)


@pytest.mark.parametrize("name", EXPLORERS)
@pytest.mark.parametrize("room", [0, 580, 930])
def test_titles_lie_within_the_picture(name, room):
    explorer = made(name)[0]
    explorer.picture.set_trait("room", room)
    explorer.redraw()
    figure = explorer._figure
    for ax in figure.axes:
        for title in (ax.title, ax._left_title):
            if title.get_text():
                box = title.get_window_extent(figure.canvas.get_renderer())
                assert box.y1 <= figure.bbox.y1 + 1, title.get_text()
