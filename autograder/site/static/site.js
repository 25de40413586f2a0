// A box that scrolls must be reachable from the keyboard.
const boxes = "mjx-container, div.math, div.cell_output, div.output.text_html";
const reachable = () => document.querySelectorAll(boxes).forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
});
addEventListener("load", () => (window.MathJax?.startup?.promise ?? Promise.resolve()).then(reachable));
