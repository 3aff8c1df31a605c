// What the page does beyond forms and links, all of which work without it: keys, the clock, updates
// in place, and keeping what is written while the server is out of reach.
(() => {
  "use strict";

  const page = () => document.getElementById("page");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const skew = () => Number(page()?.dataset.now || Date.now()) - loaded;
  let loaded = Date.now();

  // ids: a UUIDv7, so that what is sent twice is saved once ---------------------------------------

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const now = Date.now() + skew();
    for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  // keys ----------------------------------------------------------------------------------------

  const OFF = "selfgrad.keys-off";
  const typing = (element) => element?.matches?.("input:not([type=checkbox]):not([type=submit]), textarea, select, [contenteditable]");

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = typing(event.target);
    if (event.key === "Enter" && field) return entered(event);
    if (event.key === "Escape" && document.querySelector("nav details[open]")) {
      document.querySelector("nav details[open] > summary").focus();
      return closeMenu();
    }
    if (event.key === "Escape" && field) {
      event.target.blur();
      document.getElementById("main")?.focus();
      return;
    }
    if (field || busy || document.querySelector("dialog[open]") || localStorage.getItem(OFF)) return;
    if (act(event.key)) event.preventDefault();
  }

  function entered(event) {
    if (event.repeat) return event.preventDefault(); // a key held down says nothing a second time
    const how = event.target.dataset.enter;
    if (!how || event.shiftKey) return;
    event.preventDefault();
    if (busy) return;
    const form = event.target.form;
    if (how === "next" && event.target.value.trim()) {
      const fields = all("input:not([type=hidden]), textarea, select, button", form).filter(visible);
      fields[fields.indexOf(event.target) + 1]?.focus();
    } else {
      form.requestSubmit(form.querySelector(".primary") || form.querySelector("button"));
    }
  }

  const visible = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;

  function act(key) {
    if (key === "?") return showKeys();
    if (key === "u") return document.getElementById("undo")?.requestSubmit(), true;
    if (key === "i") return focusFirst(document.getElementById("stage") || page());
    // a page is a key away in a closed menu, too
    const target = all(`[data-key="${CSS.escape(key)}"]`).find((one) => visible(one) || one.closest("nav"));
    if (!target) return false;
    if (target.matches("summary")) {
      target.parentElement.open = true;
      return focusFirst(target.parentElement);
    }
    if (typing(target)) return target.focus(), true;
    marking = Boolean(target.closest(".to-mark"));
    target.click();
    return true;
  }

  let marking = false; // scars and gaps are marked by keys, one after the other: no field takes the focus in between

  function focusFirst(within) {
    const field = within && all("input:not([type=hidden]), textarea, select", within).find(visible);
    field?.focus();
    return Boolean(field);
  }

  function showKeys() {
    const dialog = document.getElementById("keys");
    const box = dialog.querySelector("#keys-off");
    if (box) box.checked = !localStorage.getItem(OFF);
    dialog.showModal();
    return true;
  }

  // the clock -----------------------------------------------------------------------------------

  function tick() {
    if (document.hidden) return;
    for (const time of all(".time[data-since]")) {
      const seconds = Math.max(0, Math.floor((Date.now() + skew() - Number(time.dataset.since)) / 1000));
      const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
      time.textContent = `${h}:${String(m).padStart(2, "0")}:${String(s).padStart(2, "0")}`;
    }
  }

  // a page that has become old: another tab, the command line, midnight ---------------------------

  let busy = 0; // requests under way; a key pressed now was meant for the page before

  // words on the page that an update would take away: being typed, or sent back with a refusal
  const typed = () => Boolean(document.querySelector("#page .trouble, #page .laid, #page .met, #page .apart")) || all("#page input, #page textarea").some(
    (field) => !["hidden", "checkbox", "radio", "search"].includes(field.type) && field.value !== field.defaultValue);

  async function look() {
    if (document.hidden || !page()) return;
    let pulse;
    try {
      const answer = await fetch("/pulse");
      if (!answer.ok) return;
      pulse = await answer.json();
    } catch {
      return;
    }
    if (waiting().some((one) => !one.refused)) flush();
    const here = page().dataset;
    if (pulse.last === here.last && pulse.day === here.day) return;
    if (typed()) note("The journal has moved on since this page was made.", ...asked());
    else refresh();
  }

  // a draft is there again after an update, so nothing is let go with it
  const asked = () => document.querySelector("form[data-draft]")
    ? ["Show it; your draft stays", refresh]
    : ["Show it, and let go of what is typed here", refresh];

  function refresh() {
    note("");
    return htmx.ajax("GET", location.pathname + location.search, { target: "#page", select: "#page", swap: "outerHTML" });
  }

  // out of reach: what is written stays in this browser, and is saved once -------------------------

  const STORE = "selfgrad.unsaved";
  const waiting = () => JSON.parse(localStorage.getItem(STORE) || "[]");
  const keep = (items) => {
    localStorage.setItem(STORE, JSON.stringify(items));
    showUnsaved();
  };
  const WORDS = ["sentence", "output", "loss", "held", "change", "question", "line", "aim", "why", "instead", "text", "words"];

  function queue(form, body) {
    if ([...body.values()].some((value) => value instanceof File && value.size)) {
      return note("The server is out of reach, and a file cannot be kept in the browser. Send it again when the server is back.");
    }
    const fields = [...body.entries()].filter(([, value]) => typeof value === "string");
    const words = fields.filter(([name, value]) => WORDS.includes(name) && value.trim()).map(([, value]) => value.trim());
    const next = form.dataset.queue;
    const about = Object.fromEntries(fields);
    if (next === "backward" && about.stage !== undefined && !words.length) {
      if (waiting().some((one) => one.action.endsWith("/backward")) || about.stage === "reflected") return stage("step");
      return note("The server is out of reach. What went wrong?");
    }
    try {
      keep([...waiting(), { action: form.getAttribute("action"), fields, words, at: Date.now() + skew() }]);
    } catch {
      return note("The server is out of reach, and this browser has no room to keep your words. Leave the page open and send them again.");
    }
    form.reset();
    stage(next);
  }

  function stage(next) {
    const place = document.getElementById("stage");
    if (place && next === "again") {
      const waits = paragraph("This round waits to be saved; the next one opens when the server is back.");
      document.querySelector(".clock")?.remove();
      document.querySelector(".other")?.remove();
      return place.replaceChildren(waits);
    }
    const model = all("template[data-stage]").find((one) => one.dataset.stage === next);
    if (place && model) place.replaceChildren(model.content.cloneNode(true));
    for (const field of all("input[name=sending]")) field.value = newId();
    if (place) {
      htmx.process(place);
      focusFirst(place);
    }
  }

  async function flush() {
    if (!waiting().length || !navigator.locks) return;
    let saved = 0;
    const apart = []; // help, named in the answer to words that are no part of the loop
    await navigator.locks.request("selfgrad-unsaved", { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      for (;;) {
        const item = waiting().find((one) => !one.refused && !held(one));
        if (!item) break;
        const answer = await send(item);
        if (!answer) break;
        const id = (one) => JSON.stringify(one.fields);
        const rest = waiting();
        const place = rest.findIndex((one) => id(one) === id(item));
        if (answer === "saved" || answer.said) {
          saved += 1;
          apart.push(...(answer.said || []));
          rest.splice(place, 1);
        } else {
          rest[place].refused = answer;
        }
        keep(rest);
      }
    });
    if (saved) {
      if (!typed()) await refresh();
      note([`Saved: ${saved} from while the server was out of reach.`, ...apart].join(" "));
    }
  }

  // drafts: what is written at length stays in this browser until it is kept --------------------------

  const DRAFT = "selfgrad.draft.";
  const DAYS = 30; // after which a draft that nobody came back to is let go

  function draft(form) {
    const kept = {};
    for (const field of all("textarea[name]", form)) if (field.value.trim()) kept[field.name] = field.value;
    const place = DRAFT + form.dataset.draft;
    try {
      if (Object.keys(kept).length) localStorage.setItem(place, JSON.stringify({ kept, at: Date.now() }));
      else localStorage.removeItem(place);
    } catch {
      // no room: the page itself still has the words
    }
  }

  function drafts() {
    const form = document.querySelector("form[data-draft]");
    const of = form && DRAFT + form.dataset.draft.split(":")[0];
    for (const place of Object.keys(localStorage).filter((key) => key.startsWith(DRAFT))) {
      const { kept, at } = JSON.parse(localStorage.getItem(place));
      if (form && place === DRAFT + form.dataset.draft) restore(form, kept);
      else if ((of && place.startsWith(of)) || Date.now() - at > DAYS * 86400000) localStorage.removeItem(place);
    }
  }

  function restore(form, kept) {
    for (const field of all("textarea[name]", form)) {
      if (field.value || !kept[field.name]) continue;
      field.value = kept[field.name];
      const folded = field.closest("details");
      if (folded) folded.open = true;
    }
  }

  const about = (one) => one.fields.find(([name]) => name === "round")?.[1];
  // what follows a refused word of the same round waits for it
  const held = (one) => about(one) && waiting().some((other) => other.refused && about(other) === about(one));

  // "saved", or an object where help is `said`; a sentence that says why not, or nothing where the server is still out of reach
  async function send(item) {
    const body = new URLSearchParams(item.fields);
    body.set("written", String(Math.round(item.at)));
    try {
      const answer = await fetch(item.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const kept = answer.ok ? await answer.clone().json() : {};
      if (Array.isArray(kept.said)) return kept.private ? kept : "saved";
      if (answer.status === 401 || answer.status >= 500) return null;
      return (await answer.json()).error || "It was not taken.";
    } catch {
      return null;
    }
  }

  function showUnsaved() {
    const box = document.getElementById("unsaved");
    const items = waiting();
    const said = box.dataset.said || "";
    box.hidden = !items.length && !said;
    box.replaceChildren();
    if (said) box.append(paragraph(said, box.asks, box.doing));
    if (!items.length) return;
    const left = items.filter((one) => !one.refused).length;
    if (left) box.append(paragraph(`Not yet saved: ${left}. Kept in this browser until the server is back.`));
    const list = document.createElement("ul");
    for (const one of items) list.append(unsaved(one));
    box.append(list);
  }

  function unsaved(one) {
    const line = document.createElement("li");
    const words = document.createElement("span");
    words.className = "words";
    words.dir = "auto";
    words.textContent = one.words.join(" · ") || one.action.replace("/do/", "");
    line.append(words);
    if (one.refused) {
      line.append(` (${one.refused}) `);
      line.append(button("Try again", () => retry(one)), " ");
      line.append(button("Keep it as a sentence", () => again(one)), " ", button("Leave it out", () => without(one)));
    }
    return line;
  }

  const without = (one) => keep(waiting().filter((other) => JSON.stringify(other.fields) !== JSON.stringify(one.fields)));

  function retry(one) {
    const same = JSON.stringify(one.fields);
    keep(waiting().map((other) => (JSON.stringify(other.fields) === same ? { ...other, refused: undefined } : other)));
    flush();
  }

  function again(one) {
    without(one);
    const fields = [["sending", newId()], ["sentence", one.words.join(" ")], ["whole", "1"]];
    keep([...waiting(), { action: "/do/log", fields, words: one.words, at: one.at }]);
    flush();
  }

  function button(words, doing) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = words;
    made.addEventListener("click", doing);
    return made;
  }

  function paragraph(words, asks, doing) {
    const made = document.createElement("p");
    made.textContent = words + " ";
    if (asks) made.append(button(asks, doing));
    return made;
  }

  function note(words, asks, doing) {
    const box = document.getElementById("unsaved");
    Object.assign(box, { asks, doing });
    box.dataset.said = words;
    showUnsaved();
  }

  // updates in place ----------------------------------------------------------------------------

  function begin() {
    loaded = Date.now();
    for (const link of all("nav a")) {
      if (link.getAttribute("href") === location.pathname) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    closeMenu();
    const keys = document.getElementById("keys-open");
    if (keys) keys.hidden = false;
    for (const wide of all("[data-seen-to]")) wide.scrollLeft = wide.dataset.seenTo - wide.clientWidth;
    const curve = document.querySelector("[data-curve]");
    if (curve) chart(curve);
    drafts();
    tick();
    showUnsaved();
  }

  const closeMenu = () => all("nav details[open]").forEach((menu) => { menu.open = false; });

  function chart(element) {
    if (window.selfgradCurve) return window.selfgradCurve.start(element);
    if (document.querySelector("script[data-for=curve]")) return;
    const script = document.createElement("script");
    script.src = element.dataset.script;
    script.dataset.for = "curve";
    script.onload = () => all("[data-curve]").forEach((one) => window.selfgradCurve.start(one));
    document.head.append(script);
  }

  document.addEventListener("htmx:before:request", () => { busy += 1; });
  document.addEventListener("htmx:finally:request", () => { busy = Math.max(0, busy - 1); });

  document.addEventListener("htmx:after:swap", () => {
    begin();
    if (location.pathname === "/") navigator.serviceWorker?.controller?.postMessage("today");
    if (document.activeElement?.type !== "search") document.getElementById("instead")?.focus();
    if (marking && document.querySelector(".to-mark")) document.getElementById("main")?.focus({ preventScroll: true });
    marking = false;
    const lost = !document.activeElement || document.activeElement === document.body;
    if (lost && !document.querySelector("#page [autofocus]")) document.getElementById("main")?.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:error", (event) => {
    const ctx = event.detail.ctx;
    if (!ctx || ctx.response) return; // the server has answered: what failed came after
    const form = ctx.sourceElement?.closest?.("form");
    if (form?.dataset.queue && ctx.request?.body) queue(form, ctx.request.body);
    else note("The server is out of reach. Nothing was lost; try again when it is back.");
  });
  document.addEventListener("htmx:after:request", () => {
    if (document.getElementById("unsaved").dataset.said) note("");
  });

  document.addEventListener("keydown", pressed);
  for (const what of ["input", "reset"]) {
    document.addEventListener(what, (event) => {
      const form = event.target.closest("form[data-draft]");
      if (form) setTimeout(draft, 0, form); // a reset comes before the fields are empty
    });
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
    if (event.target.id === "keys-off") event.target.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1");
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#keys-open")) showKeys();
    if (event.target.closest('a[href="#log-sentence"]')) document.getElementById("log").open = true;
    if (!event.target.closest("nav")) closeMenu();
  });
  document.addEventListener("focusin", (event) => {
    if (!event.target.closest("nav")) closeMenu();
  });
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  window.addEventListener("online", flush);
  setInterval(tick, 1000);
  setInterval(look, 20000);
  setInterval(() => waiting().length && flush(), 4000);
  document.addEventListener("DOMContentLoaded", () => {
    begin();
    flush();
    navigator.serviceWorker?.register("/sw.js").catch(() => {});
  });
})();
