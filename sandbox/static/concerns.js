// Which news the open page is about; `shown` is what its stream says of itself.
const OF_ITS_OWN = new Set(["message", "mail", "wall", "chat", "toot_changed", "toot_gone"]); // shown on pages of their own

export function concerns(shown, news) {
  const { live, thread, by, conversation, mailbox, wall, post, exchange } = shown;
  if (news.what === "reset") return true;
  if (live === "messages") return news.what === "message";
  if (live === "conversation") return news.what === "message" && news.about === conversation;
  if (live === "mail") return news.what === "mail" && news.about === mailbox;
  if (live === "walls") return news.what === "wall";
  if (live === "wall") return news.what === "wall" && news.thread === wall;
  if (live === "wall-post") return news.what === "wall" && news.about === post;
  if (live === "chats") return news.what === "chat";
  if (live === "exchange") return news.what === "chat" && news.about === exchange;
  if (OF_ITS_OWN.has(news.what)) return false;
  if (live === "thread") return news.thread === thread;
  if (live === "profile") return news.by === by || news.what === "like";
  return live === "timeline" && (news.what !== "post" || news.about === news.thread);
}
