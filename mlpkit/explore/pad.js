// A canvas for one black stroke after another; the kernel gets its ink, at most once in a screen frame.
export default {
  render({ model, el }) {
    const side = model.get("side");
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    canvas.tabIndex = 0;
    canvas.className = "mlpkit-pad";
    canvas.dataset.mlpkitKeys = ""; // picture.js keeps them from the page
    canvas.setAttribute("role", "application");
    canvas.setAttribute(
      "aria-label",
      "Draw a digit here: with the pointer, or with the arrow keys; the space bar lifts and lowers the pen, Delete wipes.",
    );
    const [wrap, square, pen] = ["div", "div", "div"].map((tag) => document.createElement(tag));
    const wipe = document.createElement("button");
    wrap.style.cssText = "width:100%; margin:2px 0;";
    square.style.cssText = "position:relative;";
    canvas.style.cssText =
      "display:block; width:100%; box-sizing:border-box; background:#fff; border:2px solid #767676; touch-action:none; cursor:crosshair;";
    pen.style.cssText =
      "position:absolute; width:18px; height:18px; margin:-9px; border:2px solid #0072b2; border-radius:50%; box-sizing:border-box; pointer-events:none; display:none;";
    wipe.textContent = "clear";
    wipe.className = "jupyter-button lm-Widget mlpkit-clear";
    wipe.style.cssText = "display:block; width:auto; margin:4px 0 0 auto; padding:0 10px;"; // outside: all of the square is for drawing
    square.append(canvas, pen);
    wrap.append(square, wipe);
    el.appendChild(wrap);
    const paint = canvas.getContext("2d", { willReadFrequently: true });
    paint.lineCap = paint.lineJoin = "round";
    paint.lineWidth = side / 11;
    paint.strokeStyle = "#000";

    let at = [side / 2, side / 2], down = false, waiting = false, sent = null;
    const send = () => {
      waiting = false;
      const pixels = paint.getImageData(0, 0, side, side).data;
      sent = new Uint8Array(side * side);
      for (let i = 0; i < sent.length; i++) sent[i] = pixels[4 * i + 3]; // a stroke's opacity: the canvas is clear
      model.set("ink", new DataView(sent.buffer));
      model.save_changes();
    };
    const showPen = () => { // where the keyboard draws; filled while the pen is down
      pen.style.display = document.activeElement === canvas && keys ? "block" : "none";
      pen.style.left = (100 * at[0]) / side + "%";
      pen.style.top = (100 * at[1]) / side + "%";
      pen.style.background = down ? "#0072b2" : "transparent";
    };
    let keys = false;
    const clear = () => { // at once, before the kernel has heard of it
      paint.clearRect(0, 0, side, side);
      soon();
    };
    const soon = () => { if (!waiting) requestAnimationFrame(send); waiting = true; };
    const lineTo = (spot) => {
      paint.beginPath();
      paint.moveTo(...at);
      paint.lineTo(...spot);
      paint.stroke();
      at = spot;
      soon();
    };
    const spot = (event) => {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return; // the right one opens a menu
      canvas.setPointerCapture(event.pointerId);
      down = true;
      keys = false;
      showPen();
      at = spot(event);
      lineTo([at[0] + 0.1, at[1]]);
    });
    canvas.addEventListener("pointermove", (event) => { if (down && event.buttons) lineTo(spot(event)); });
    canvas.addEventListener("pointerup", () => { down = false; });

    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    canvas.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (event.key === " ") down = !down;
      else if (event.key === "Delete") clear();
      else if (!step) return;
      event.preventDefault();
      keys = true;
      showPen();
      if (!step) return;
      const next = at.map((v, i) => Math.min(side, Math.max(0, v + (step[i] * side) / 28)));
      if (down) lineTo(next);
      else at = next;
      showPen();
    });
    canvas.addEventListener("focus", () => { keys = canvas.matches(":focus-visible"); showPen(); });
    canvas.addEventListener("blur", showPen);
    wipe.addEventListener("click", clear);

    const show = () => { // a drawing that came from the kernel, for example an empty one
      const ink = new Uint8Array(model.get("ink").buffer, model.get("ink").byteOffset, side * side);
      if (sent && ink.every((v, i) => v === sent[i])) return;
      const image = paint.createImageData(side, side);
      ink.forEach((v, i) => image.data.set([0, 0, 0, v], 4 * i));
      paint.putImageData(image, 0, 0);
    };
    model.on("change:ink", show);
    show();
    return () => model.off("change:ink", show);
  },
};
