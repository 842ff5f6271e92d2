// Keeps the public board true without a reload: asks for the page again and swaps the parts that carry figures.
const EVERY = 15000;
const LOST_AFTER = 60000;
const lost = document.getElementById("board-lost");
let renewedAt = Date.now();

async function renew() {
  const address = new URL(location.href);
  address.searchParams.set("lang", document.documentElement.lang);
  const page = await ask(address);
  if (page) show(page);
  lost.hidden = Date.now() - renewedAt < LOST_AFTER;
}

// Null where the board cannot be reached; the next round tries again, and the notice tells how it stands.
async function ask(address) {
  try {
    const response = await fetch(address, { credentials: "omit", cache: "no-cache" });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}

function show(page) {
  renewedAt = Date.now();
  for (const old of document.querySelectorAll("[data-fresh]")) {
    const fresh = page.getElementById(old.id);
    if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
}

setInterval(renew, EVERY);
document.addEventListener("visibilitychange", () => document.hidden || renew());
