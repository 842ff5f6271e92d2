// What the listening tab heard of late, for a tab that was made before a change and began to hear only after it.
const MOST = 200;
let heard = [];

export function keep(message) {
  if (message.topics) heard = [...heard, { at: Date.now(), message }].slice(-MOST);
}

export function since(at) {
  return heard.filter((one) => one.at >= at).map(({ message }) => message);
}
