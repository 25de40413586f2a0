// An <img> fed with PNG bytes. The old picture stays until the new one has been decoded, so nothing flickers.

function nameSliders(el) {
  // ipywidgets names a slider for the eye only: say the same name and number to a screen reader.
  const box = el.closest(".mlpkit-explorer");
  for (const slider of box ? box.querySelectorAll(".widget-slider, .jupyter-widget-slider") : []) {
    const label = slider.querySelector("label, .widget-label"), readout = slider.querySelector(".widget-readout");
    if (slider.matches(".mlpkit-ladder")) readout.contentEditable = "false"; // what is typed there, nobody would read
    for (const handle of slider.querySelectorAll("[role=slider]")) {
      if (label) handle.setAttribute("aria-label", label.textContent);
      if (readout) handle.setAttribute("aria-valuetext", readout.textContent);
      handle.dataset.mlpkitKeys = "";
    }
  }
}

// The page takes keys for itself (arrows to go to another cell, R to make this one raw text), unless an element asks to
// keep them, as sliders and lists do. What is held with Ctrl, Shift, Alt or Cmd goes to the page all the same: after a
// slider was moved, Shift+Enter still runs the cell.
window.mlpkitKeys ??= (event) => {
  const held = event.ctrlKey || event.shiftKey || event.altKey || event.metaKey;
  const part = event.target.closest?.("[data-mlpkit-keys], .mlpkit-explorer select");
  if (!part) return;
  part.toggleAttribute("data-lm-suppress-shortcuts", !held);
  const slider = part.closest(".noUi-target")?.noUiSlider;
  if (!held && slider && (event.key === "Home" || event.key === "End")) { // its own go to the ends that it began with
    event.preventDefault();
    event.stopPropagation();
    const { min, max } = slider.options.range;
    slider.set(event.key === "Home" ? min : max);
  }
};
window.addEventListener("keydown", window.mlpkitKeys, true); // before the page's own, and once however often it is added

function watchPointer(model, img) {
  let waiting = null;
  const report = (kind) => (event) => {
    const hovering = kind === "move" && event.buttons === 0;
    if (!model.get(hovering || kind === "leave" ? "hover" : "pointer")) return;
    if (!hovering) event.preventDefault();
    if (kind === "down") img.setPointerCapture(event.pointerId);
    const box = img.getBoundingClientRect();
    const message = { kind: hovering ? "hover" : kind };
    message.x = (event.clientX - box.left) / box.width;
    message.y = 1 - (event.clientY - box.top) / box.height;
    if (kind !== "move") {
      if (waiting && kind === "up") model.send({ ...message, kind: "move" }); // a fast hand lets go within one frame
      waiting = null;
      model.send(message);
    } else {
      if (!waiting) requestAnimationFrame(() => { if (waiting) model.send(waiting); waiting = null; });
      waiting = message; // of several moves within one screen frame, the last
    }
  };
  for (const kind of ["down", "move", "up", "leave"]) img.addEventListener("pointer" + kind, report(kind));
}

export default {
  render({ model, el }) {
    const img = document.createElement("img");
    img.className = "mlpkit-picture";
    img.draggable = false;
    el.style.cssText = "width:100%; min-width:0; overflow:hidden;";
    const sheet = document.createElement("div");
    sheet.className = "mlpkit-figure";
    sheet.appendChild(img);
    el.appendChild(sheet);

    let url = null;
    const show = () => {
      const frame = model.get("frame"), room = model.get("drawn_for");
      const old = url;
      url = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
      img.onload = () => {
        img.dataset.frame = frame;
        img.dataset.room = room;
        nameSliders(el); // another picture may have renamed some
        if (!model.get("watched")) return;
        model.set("seen", frame);
        model.save_changes();
      };
      img.src = url;
      sheet.style.setProperty("--mlpkit-paper", model.get("paper"));
      img.alt = model.get("alt");
      img.style.width = model.get("width") + "px";
      img.style.touchAction = model.get("pointer") ? "none" : "auto";
      img.style.cursor = model.get("pointer") ? "crosshair" : "default";
      if (old) URL.revokeObjectURL(old);
    };
    model.on("change:frame", show);
    if (model.get("frame")) show();
    watchPointer(model, img);

    const watcher = new ResizeObserver(() => {
      const room = Math.round(el.clientWidth);
      if (room < 50) return; // hidden, for example in a collapsed cell
      model.set("room", room);
      model.set("tall", window.innerHeight);
      model.set("ratio", Math.min(window.devicePixelRatio || 1, 2));
      model.save_changes();
    });
    watcher.observe(el);
    return () => {
      watcher.disconnect();
      model.off("change:frame", show);
      if (url) URL.revokeObjectURL(url);
    };
  },
};
