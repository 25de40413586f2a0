// The pad of the notebook (`pad`, above) at work in a page: image, network and words as mlpkit has them.
const SIDE = PAD_SIDE, CELLS = 8;

const unpack = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

// Each of n values as the mean of those of `row` below it.
const shrinkRow = (row, n) => Array.from({ length: n }, (_, k) => {
  const scale = row.length / n, half = Math.max(scale, 1) / 2, centre = (k + 0.5) * scale;
  const first = Math.max(0, Math.floor(centre - half + 0.5)), last = Math.min(row.length, Math.floor(centre + half + 0.5));
  return row.slice(first, last).reduce((sum, v) => sum + v, 0) / (last - first);
});
const transpose = (rows) => rows[0].map((_, k) => rows.map((row) => row[k]));
const shrink = (rows) => transpose(transpose(rows.map((row) => shrinkRow(row, CELLS))).map((c) => shrinkRow(c, CELLS)));

const roundEven = (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
const inkBox = (rows) => {
  const used = (lines) => lines.map((line, k) => (line.some((v) => v > 0) ? k : -1)).filter((k) => k >= 0);
  const y = used(rows), x = used(transpose(rows));
  return y.length ? rows.slice(y[0], y.at(-1) + 1).map((row) => row.slice(x[0], x.at(-1) + 1)) : rows;
};
function image(ink, centred) {
  const rows = Array.from({ length: SIDE }, (_, y) => Array.from(ink.slice(y * SIDE, (y + 1) * SIDE), (v) => v / 255));
  if (!centred) return shrink(rows);
  const box = inkBox(rows), height = box.length, width = box[0].length;
  const size = Math.max(height, roundEven(width * 0.75), 1), wide = Math.max(size, width);
  const top = Math.floor((size - height) / 2), left = Math.floor((wide - width) / 2);
  return shrink(Array.from({ length: size }, (_, y) =>
    Array.from({ length: wide }, (_, x) => box[y - top]?.[x - left] ?? 0)));
}

function probabilities(layers, x) {
  let a = x;
  layers.forEach(({ W, b }, r) => {
    const z = Array.from(b, (bias, j) => a.reduce((sum, v, i) => sum + v * W[j * a.length + i], bias));
    a = r + 1 < layers.length ? z.map((v) => Math.max(v, 0)) : z;
  });
  const top = Math.max(...a), powers = a.map((v) => Math.exp(v - top)), sum = powers.reduce((s, v) => s + v, 0);
  return powers.map((v) => v / sum);
}

function make(tag, parent, className = "", text = "") {
  const made = parent.appendChild(document.createElement(tag));
  Object.assign(made, { className, textContent: text });
  return made;
}

function live(figure) {
  const layers = JSON.parse(figure.querySelector("script").textContent).map(({ W, b }) => ({ W: unpack(W), b: unpack(b) }));
  const left = make("div", figure, "pad"), sees = make("div", figure, "sees"), says = make("div", figure, "says");
  make("p", sees, "", "What it sees: 8 × 8");
  const seen = make("canvas", sees);
  seen.width = seen.height = CELLS;
  seen.setAttribute("role", "img");
  seen.setAttribute("aria-label", "the drawing as an image of 8 × 8 pixels");
  make("p", says, "", "What it says");
  const chart = make("div", says, "bars");
  chart.setAttribute("aria-hidden", "true");
  const bars = Array.from({ length: 10 }, (_, digit) => make("span", make("span", chart, "digit", digit), "bar"));
  const line = make("p", figure, "numbers"), label = make("label", figure);
  line.setAttribute("role", "status");
  const centred = make("input", label);
  Object.assign(centred, { type: "checkbox", checked: true });
  label.append(" centre and scale");
  const store = { side: SIDE, ink: new DataView(new ArrayBuffer(SIDE * SIDE)) };
  const percent = (p) => (100 * p).toFixed(1) + "%";
  const said = (p) => (p > 0.9995 ? "over 99.9%" : p < 0.0005 ? "under 0.1%" : percent(p)); // as in the notebook
  const draw = () => {
    const ink = new Uint8Array(store.ink.buffer), empty = ink.every((v) => v === 0);
    const x = image(ink, centred.checked).flat(), P = probabilities(layers, x);
    const pixels = seen.getContext("2d"), shown = pixels.createImageData(CELLS, CELLS);
    x.forEach((v, k) => shown.data.set([0, 0, 0, 255 * v], 4 * k));
    pixels.putImageData(shown, 0, 0);
    const [best, second] = P.map((_, k) => k).sort((a, b) => P[b] - P[a]);
    bars.forEach((bar, k) => {
      bar.style.height = percent(P[k]);
      bar.classList.toggle("best", k === best && !empty);
    });
    line.textContent = empty ? "draw a digit in the square; the bars are the answer to an empty one"
      : `it says ${best} with probability ${said(P[best])}, or ${second} with ${said(P[second])}`;
  };
  const model = { get: (k) => store[k], set: (k, v) => { store[k] = v; }, on() {}, off() {}, save_changes: draw };
  pad.render({ model, el: left });
  centred.addEventListener("change", draw);
  draw();
}
window.mlpkitDigits = { image, probabilities, unpack };
document.querySelectorAll(".mlpkit-digit-pad").forEach(live);
