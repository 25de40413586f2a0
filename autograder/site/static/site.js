// A box that scrolls must be reachable from the keyboard; a formula's own width is that of its letters.
const boxes = "mjx-container, div.math, div.cell_output, div.output.text_html, .mlpkit-recording .picture";
const isWide = (box) => {
    const letters = box.matches("mjx-container") && box.querySelector(":scope > mjx-math");
    const scrolls = getComputedStyle(box).overflowX === "auto";
    return scrolls && (letters ? letters.getBoundingClientRect().width : box.scrollWidth) > box.clientWidth + 1;
};
const reachable = () => [...document.querySelectorAll(boxes)].filter(isWide).forEach((box) => { box.tabIndex = 0; });
addEventListener("load", () => (window.MathJax?.startup?.promise ?? Promise.resolve()).then(reachable));

// The theme leaves the sidebar's title outside of every landmark.
const sidebar = document.querySelector(".bd-sidebar-primary");
sidebar?.setAttribute("role", "navigation");
sidebar?.setAttribute("aria-label", "Site");
