// Search in the sections of all pages: parts of words, and results that lead to the section.
// In small letters without accents, each sign in its place.
const plainly = (text) => Array.from(text, (c) => (c.length > 1 ? c : c.toLowerCase().normalize("NFD")[0])).join("");

function find(query) {
    const wanted = plainly(query).split(/\s+/).filter(Boolean);
    const found = [];
    for (const [page, anchor, title, heading, text] of window.sections) {
        const head = plainly(heading), body = plainly(text);
        if (!wanted.length || !wanted.every((word) => head.includes(word) || body.includes(word))) continue;
        const score = wanted.reduce((sum, word) => sum + (head.includes(word) ? 20 : 0) + Math.min(9, body.split(word).length - 1),
            /^\d/.test(page) ? 30 : 0); // lectures before tables of them
        found.push({ page, anchor, title, heading, text, score, place: body.indexOf(wanted.find((word) => body.includes(word)) ?? "") });
    }
    return [wanted, found.sort((a, b) => b.score - a.score)];
}

function marked(parent, text, wanted) {
    const lower = plainly(text);
    for (let at = 0; at < text.length;) {
        const next = wanted.map((word) => [lower.indexOf(word, at), word]).filter(([k]) => k >= 0).sort((a, b) => a[0] - b[0])[0];
        const [start, word] = next && lower.length === text.length ? next : [text.length, ""];
        parent.append(text.slice(at, start));
        if (word) parent.appendChild(document.createElement("mark")).textContent = text.slice(start, start + word.length);
        at = start + word.length;
    }
}

function perform(query) {
    const out = document.getElementById("search-results"), [wanted, found] = find(query);
    const says = document.createElement("p"), list = document.createElement("ul");
    says.className = "search-summary";
    says.setAttribute("role", "status");
    says.textContent = found.length ? `${found.length} ${found.length === 1 ? "section" : "sections"} found` : `Nothing is found for “${query}”: try a part of the word.`;
    list.className = "search";
    for (const one of found.slice(0, 60)) {
        const item = list.appendChild(document.createElement("li")), link = item.appendChild(document.createElement("a"));
        link.href = `${one.page}.html#${one.anchor}`;
        link.textContent = one.heading === one.title ? one.title : `${one.title} › ${one.heading}`;
        const start = Math.max(0, one.text.lastIndexOf(" ", Math.max(0, one.place - 80)));
        const line = item.appendChild(document.createElement("div"));
        marked(line, (start ? "… " : "") + one.text.slice(start, start + 260) + (one.text.length > start + 260 ? " …" : ""), wanted);
    }
    out.replaceChildren(says, list);
}

Search.performSearch = perform; // what the theme's search field and Sphinx's page call
