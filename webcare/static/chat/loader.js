// The button on a site, and the frame behind it. Everything else is in the frame, where the site cannot read along.
(() => {
  const settings = {/* settings */};
  const script = document.currentScript;
  if (!settings.key || !script || document.getElementById("webcare-chat")) return;
  const base = new URL(script.src).origin;
  const spoken = [document.documentElement.lang, ...navigator.languages].map((code) => code.toLowerCase().split("-")[0]);
  const words = settings.words[spoken.find((code) => settings.words[code])] || settings.words.en;
  const host = Object.assign(document.createElement("div"), { id: "webcare-chat", dir: getComputedStyle(document.documentElement).direction });
  const shadow = host.attachShadow({ mode: "open" });
  const [sheet, small] = [new CSSStyleSheet(), matchMedia("(max-width: 30rem)")];
  const button = document.createElement("button");
  let frame = null;

  sheet.replaceSync(`
    :host { all: initial; position: fixed; z-index: 2147483000; inset-block-end: max(1rem, env(safe-area-inset-bottom));
      inset-inline-${settings.position}: 1rem; font: 600 1rem/1.2 system-ui, sans-serif; }
    button { all: unset; box-sizing: border-box; display: grid; place-items: center; position: relative; inline-size: 3.5rem;
      block-size: 3.5rem; border-radius: 50%; background: ${settings.colour}; color: ${settings.ink}; cursor: pointer;
      box-shadow: 0 .25rem 1rem rgb(0 0 0 / .3); margin-inline-${settings.position === "end" ? "start" : "end"}: auto; }
    button:focus-visible { outline: 3px solid ${settings.ink}; outline-offset: -6px; box-shadow: 0 0 0 3px ${settings.colour}; }
    svg { inline-size: 1.75rem; block-size: 1.75rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
    b { position: absolute; inset-block-start: -.25rem; inset-inline-end: -.25rem; min-inline-size: 1.4rem; padding: .1rem .3rem;
      box-sizing: border-box; border-radius: 1rem; background: #b3261e; color: #fff; font-size: .875rem; text-align: center; }
    [hidden] { display: none !important; }
    iframe { display: block; border: 0; inline-size: 24rem; block-size: min(38rem, calc(100dvh - 7rem)); max-inline-size: calc(100vw - 2rem);
      margin-block-end: .75rem; border-radius: 1rem; background: Canvas; box-shadow: 0 .5rem 2rem rgb(0 0 0 / .35); }
    @media (max-width: 30rem) {
      :host(.open) { inset: 0; background: Canvas; padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); }
      :host(.open) button { display: none; }
      iframe { inline-size: 100%; block-size: 100%; max-inline-size: none; margin: 0; border-radius: 0; box-shadow: none; }
    }`);
  shadow.adoptedStyleSheets = [sheet];
  button.type = "button";
  button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M21 15a2 2 0 0 1-2 2H8l-5 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z"/></svg><b hidden></b>';
  button.addEventListener("click", () => show(!host.classList.contains("open")));
  shadow.append(button);
  name();
  document.body.append(host);
  if (kept()) (window.requestIdleCallback || setTimeout)(load);

  function load() {
    if (frame) return;
    frame = Object.assign(document.createElement("iframe"), { title: words.title, hidden: true });
    const about = new URLSearchParams({ lang: document.documentElement.lang, dir: host.dir, page: location.origin + location.pathname });
    frame.src = `${base}/chat/${settings.key}?${about}`;
    shadow.prepend(frame);
  }
  function show(open) {
    load();
    host.classList.toggle("open", open);
    frame.hidden = !open;
    document.documentElement.style.overflow = open && small.matches ? "hidden" : "";
    name();
    tell({ act: open ? "open" : "closed" });
    (open ? frame : button).focus();
  }
  function name(count = 0) {
    const open = host.classList.contains("open");
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", open ? words.close : count ? words.news.replace("%s", count) : words.open);
    const badge = button.querySelector("b");
    badge.hidden = open || !count;
    badge.textContent = count > 99 ? "99+" : count;
  }
  function tell(what) { frame.contentWindow.postMessage({ webcare: "chat", ...what }, base); }
  function kept(talked) {
    try {
      if (talked) localStorage.setItem("webcare-chat", "1");
      return localStorage.getItem("webcare-chat");
    } catch { return null; }
  }
  window.addEventListener("message", ({ source, origin, data }) => {
    if (!frame || source !== frame.contentWindow || origin !== base || data?.webcare !== "chat") return;
    if (data.act === "ready") tell({ act: "hello", person: script.dataset.person || "", open: host.classList.contains("open") });
    if (data.act === "close") show(false);
    if (data.act === "news") { kept(data.talked); name(data.count); }
  });
})();
