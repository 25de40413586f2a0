// A canvas for one black stroke after another; the kernel gets its ink, at most once in a screen frame.
export default {
  render({ model, el }) {
    const side = model.get("side");
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    canvas.tabIndex = 0;
    canvas.className = "mlpkit-pad";
    canvas.dataset.lmSuppressShortcuts = "true";
    canvas.setAttribute("role", "application");
    canvas.setAttribute(
      "aria-label",
      "Draw a digit here: with the pointer, or with the arrow keys; the space bar lifts and lowers the pen, Delete wipes.",
    );
    canvas.style.cssText = "width:224px; max-width:100%; background:#fff; box-shadow:0 0 0 1px #888; touch-action:none; cursor:crosshair;";
    el.appendChild(canvas);
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
      canvas.setPointerCapture(event.pointerId);
      down = true;
      at = spot(event);
      lineTo([at[0] + 0.1, at[1]]);
    });
    canvas.addEventListener("pointermove", (event) => { if (down && event.buttons) lineTo(spot(event)); });
    canvas.addEventListener("pointerup", () => { down = false; });

    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    canvas.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (event.key === " ") down = !down;
      else if (event.key === "Delete") model.set("ink", new DataView(new ArrayBuffer(side * side))), model.save_changes();
      else if (!step) return;
      event.preventDefault();
      if (!step) return;
      const next = at.map((v, i) => Math.min(side, Math.max(0, v + (step[i] * side) / 28)));
      if (down) lineTo(next);
      else at = next;
    });

    const show = () => { // a drawing that came from the kernel, for example an empty one
      const ink = new Uint8Array(model.get("ink").buffer, model.get("ink").byteOffset, side * side);
      if (sent && ink.every((v, i) => v === sent[i])) return;
      const image = paint.createImageData(side, side);
      ink.forEach((v, i) => image.data.set([255, 255, 255, v], 4 * i));
      paint.putImageData(image, 0, 0);
    };
    model.on("change:ink", show);
    show();
    return () => model.off("change:ink", show);
  },
};
