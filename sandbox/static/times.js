// Says “4 min” instead of a time, and keeps saying it right.
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const year = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

function words(moment) {
  const minutes = Math.floor((Date.now() - moment) / 60000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  return (moment.getFullYear() === new Date().getFullYear() ? day : year).format(moment);
}

export function tellTimes(root = document) {
  for (const time of root.querySelectorAll("time")) {
    const moment = new Date(time.dateTime);
    time.textContent = words(moment);
    time.title = exact.format(moment);
  }
}

setInterval(tellTimes, 30000, document);
