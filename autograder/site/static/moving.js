// Recorded explorers: a slider for each control, which shows the picture that was recorded there.
function moving(figure) {
  const { controls, frames } = JSON.parse(figure.querySelector("script").textContent);
  const image = figure.querySelector("img"), numbers = figure.querySelector(".numbers");
  const box = document.createElement("div"), sliders = [];
  box.className = "controls";
  let timer = null, wanted = null;

  const loaded = new Map();
  const load = (src) => {
    if (!loaded.has(src)) loaded.set(src, Object.assign(new Image(), { src }));
    return loaded.get(src);
  };
  const all = () => frames.forEach((frame) => load(frame.src)); // once somebody reaches for it

  const show = () => {
    const frame = frames[sliders.reduce((number, s, k) => number * controls[k].values.length + Number(s.value), 0)];
    sliders.forEach((s, k) => {
      const words = controls[k].values[s.value];
      s.setAttribute("aria-valuetext", words);
      s.nextElementSibling.textContent = words;
    });
    wanted = frame.src;
    load(frame.src).decode().catch(() => {}).then(() => {
      if (wanted !== frame.src) return;
      image.src = frame.src;
      image.alt = frame.alt;
      numbers.innerHTML = frame.numbers;
    });
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    if (button) button.textContent = "▶ play";
  };
  controls.forEach((control) => {
    const label = document.createElement("label"), slider = document.createElement("input");
    const value = document.createElement("output");
    Object.assign(slider, { type: "range", min: 0, max: control.values.length - 1, step: 1, value: control.at });
    slider.addEventListener("input", () => { stop(); show(); });
    label.append(control.label + " ", slider, value);
    box.append(label);
    sliders.push(slider);
    slider.value = control.at;
  });
  let button = null;
  if (sliders.length === 1) {
    const [slider] = sliders;
    button = Object.assign(document.createElement("button"), { type: "button", textContent: "▶ play" });
    button.addEventListener("click", () => {
      if (timer) return stop();
      if (slider.value === slider.max) slider.value = 0;
      button.textContent = "❚❚ pause";
      show();
      timer = setInterval(() => {
        slider.value = Number(slider.value) + 1;
        show();
        if (slider.value === slider.max) stop();
      }, 400);
    });
    box.prepend(button);
  }
  for (const kind of ["pointerenter", "focusin"]) box.addEventListener(kind, all, { once: true });
  image.parentElement.after(box);
  show();
}
document.querySelectorAll(".mlpkit-recording").forEach(moving);
