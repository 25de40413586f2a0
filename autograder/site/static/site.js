// A box that scrolls must be reachable from the keyboard; a formula's own width is that of its letters.
const boxes = "mjx-container, div.math, div.cell_output, div.output.text_html, .mlpkit-recording .picture";
const isWide = (box) => {
    const letters = box.matches("mjx-container") && box.querySelector(":scope > mjx-math");
    const scrolls = getComputedStyle(box).overflowX === "auto";
    return scrolls && (letters ? letters.getBoundingClientRect().width : box.scrollWidth) > box.clientWidth + 1;
};
const reachable = () => [...document.querySelectorAll(boxes)].filter(isWide).forEach((box) => { box.tabIndex = 0; });

// The block whose lines a formula stands in, and whether the formula is wider than they are; a table scrolls as a whole.
const blockOf = (part) => getComputedStyle(part).display.startsWith("inline") ? blockOf(part.parentElement) : part;
const isWider = (formula) => {
    if (formula.closest("td, th")) return false;
    const line = blockOf(formula.parentElement);
    return line.clientWidth > 0 && formula.querySelector(":scope > mjx-math")?.getBoundingClientRect().width > line.clientWidth + 1;
};
const fit = () => {
    const inline = [...document.querySelectorAll('mjx-container:not([display="true"])')];
    const wider = inline.map(isWider); // all are measured before any is changed
    inline.forEach((formula, k) => formula.classList.toggle("wider-than-its-line", wider[k]));
    reachable();
};
const whenSet = () => (window.MathJax?.startup?.promise ?? Promise.resolve()).then(fit);
addEventListener("load", whenSet);
addEventListener("resize", whenSet);
document.addEventListener("toggle", whenSet, true); // what was folded away had no size

// The theme leaves the sidebar's title outside of every landmark.
const sidebar = document.querySelector(".bd-sidebar-primary");
sidebar?.setAttribute("role", "navigation");
sidebar?.setAttribute("aria-label", "Site");
