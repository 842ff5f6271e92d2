// Keeps the public board true without a reload: asks for the page again and swaps the parts that carry figures.
const EVERY = 15_000
const LOST_AFTER = 60_000
let renewedAt = Date.now()

async function renew() {
  const address = new URL(location.href)
  address.searchParams.set('lang', document.documentElement.lang)
  try {
    const response = await fetch(address, { credentials: 'omit', cache: 'no-cache' })
    if (!response.ok) throw new Error(String(response.status))
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    for (const old of document.querySelectorAll('[data-fresh]')) {
      const fresh = page.getElementById(old.id)
      if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...fresh.childNodes)
    }
    renewedAt = Date.now()
  } catch {
    // nothing to do but to try again; the notice below tells how old the figures are
  }
  document.getElementById('board-lost').hidden = Date.now() - renewedAt < LOST_AFTER
}

setInterval(renew, EVERY)
document.addEventListener('visibilitychange', () => { if (!document.hidden) renew() })
