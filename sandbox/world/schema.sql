CREATE TABLE IF NOT EXISTS users (
  id INTEGER PRIMARY KEY, username TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL, description TEXT NOT NULL,
  verified INTEGER NOT NULL, is_brand INTEGER NOT NULL, followers INTEGER NOT NULL, hue INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS posts (
  id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES users, text TEXT NOT NULL, prefix INTEGER NOT NULL,
  created_at INTEGER NOT NULL, conversation_id INTEGER NOT NULL, reply_to INTEGER, reply_to_user INTEGER, quoted INTEGER,
  first_version INTEGER NOT NULL, replaced_by INTEGER, deleted_at INTEGER, hidden_at INTEGER, lang TEXT NOT NULL,
  source TEXT NOT NULL, media_ids TEXT NOT NULL, deep_link TEXT);
CREATE INDEX IF NOT EXISTS posts_by_author ON posts (author_id, id);
CREATE INDEX IF NOT EXISTS posts_by_conversation ON posts (conversation_id, id);
CREATE INDEX IF NOT EXISTS posts_by_parent ON posts (reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX IF NOT EXISTS posts_by_quoted ON posts (quoted) WHERE quoted IS NOT NULL;
CREATE INDEX IF NOT EXISTS posts_by_first_version ON posts (first_version, id);
CREATE TABLE IF NOT EXISTS mentions (
  user_id INTEGER NOT NULL, post_id INTEGER NOT NULL REFERENCES posts, PRIMARY KEY (user_id, post_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ties (
  kind TEXT NOT NULL, source INTEGER NOT NULL, target INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (kind, source, target)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ties_by_target ON ties (kind, target);
CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY, conversation_id TEXT NOT NULL, sender_id INTEGER NOT NULL, recipient_id INTEGER NOT NULL,
  text TEXT NOT NULL, media_id INTEGER, created_at INTEGER NOT NULL, deleted_at INTEGER);
CREATE INDEX IF NOT EXISTS messages_by_conversation ON messages (conversation_id, id);
CREATE INDEX IF NOT EXISTS messages_by_sender ON messages (sender_id, id);
CREATE INDEX IF NOT EXISTS messages_by_recipient ON messages (recipient_id, id);
CREATE TABLE IF NOT EXISTS reads (
  user_id INTEGER NOT NULL, conversation_id TEXT NOT NULL, message_id INTEGER NOT NULL,
  PRIMARY KEY (user_id, conversation_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS media (
  id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL, media_type TEXT NOT NULL, category TEXT NOT NULL,
  total_bytes INTEGER NOT NULL, created_at INTEGER NOT NULL, ready_at INTEGER, alt_text TEXT NOT NULL, content BLOB);
CREATE TABLE IF NOT EXISTS segments (
  media_id INTEGER NOT NULL, number INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (media_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS apps (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, client_id TEXT NOT NULL UNIQUE, client_secret TEXT NOT NULL,
  consumer_secret TEXT NOT NULL, redirect_uris TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, app_id INTEGER NOT NULL, user_id INTEGER, scopes TEXT NOT NULL,
  expires_at INTEGER, spent_at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS codes (
  code TEXT PRIMARY KEY, app_id INTEGER NOT NULL, user_id INTEGER NOT NULL, scopes TEXT NOT NULL, redirect_uri TEXT NOT NULL,
  challenge TEXT NOT NULL, method TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS compliance_jobs (
  id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL,
  created_at INTEGER NOT NULL, handed_in_at INTEGER, ids TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS webhooks (
  id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, url TEXT NOT NULL, valid INTEGER NOT NULL, created_at INTEGER NOT NULL,
  UNIQUE (app_id, url));
CREATE TABLE IF NOT EXISTS subscriptions (
  id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, webhook_id INTEGER, event_type TEXT NOT NULL, user_id INTEGER NOT NULL,
  direction TEXT, tag TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS subscriptions_by_event ON subscriptions (event_type, user_id);
CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY, webhook_id INTEGER NOT NULL, event_type TEXT NOT NULL, created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, delivered_at INTEGER, given_up_at INTEGER, error TEXT, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (due_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE TABLE IF NOT EXISTS mailboxes (
  id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL, password TEXT NOT NULL,
  owner_id INTEGER, uidvalidity INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS mailboxes_by_owner ON mailboxes (owner_id);
CREATE TABLE IF NOT EXISTS mails (
  id INTEGER PRIMARY KEY AUTOINCREMENT, mailbox_id INTEGER NOT NULL REFERENCES mailboxes, folder TEXT NOT NULL, uid INTEGER NOT NULL,
  message_id TEXT NOT NULL, thread TEXT NOT NULL, sender TEXT NOT NULL COLLATE NOCASE, flags TEXT NOT NULL,
  arrived_at INTEGER NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL, UNIQUE (mailbox_id, folder, uid));
CREATE INDEX IF NOT EXISTS mails_by_message_id ON mails (mailbox_id, message_id);
CREATE INDEX IF NOT EXISTS mails_by_thread ON mails (mailbox_id, thread, arrived_at);
CREATE INDEX IF NOT EXISTS mails_by_sender ON mails (sender, id);
CREATE TABLE IF NOT EXISTS wall (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, parent_id INTEGER, wall_id INTEGER NOT NULL, author_id INTEGER NOT NULL,
  text TEXT NOT NULL, media_id INTEGER, created_at INTEGER NOT NULL, edited_at INTEGER, hidden_at INTEGER, deleted_at INTEGER,
  answered_at INTEGER);
CREATE INDEX IF NOT EXISTS wall_by_owner ON wall (wall_id, id) WHERE parent_id IS NULL AND id = post_id;
CREATE INDEX IF NOT EXISTS wall_by_post ON wall (post_id, id);
CREATE INDEX IF NOT EXISTS wall_by_author ON wall (author_id, id);
CREATE TABLE IF NOT EXISTS wall_mentions (
  user_id INTEGER NOT NULL, entry_id INTEGER NOT NULL REFERENCES wall, PRIMARY KEY (user_id, entry_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chats (
  id INTEGER PRIMARY KEY, page_id INTEGER NOT NULL, person_id INTEGER NOT NULL, from_page INTEGER NOT NULL, text TEXT NOT NULL,
  media_id INTEGER, created_at INTEGER NOT NULL, edits INTEGER NOT NULL, deleted_at INTEGER, tag TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS chats_by_exchange ON chats (page_id, person_id, id);
CREATE INDEX IF NOT EXISTS chats_by_person ON chats (person_id, id);
CREATE TABLE IF NOT EXISTS grams (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, parent_id INTEGER, wall_id INTEGER NOT NULL, author_id INTEGER NOT NULL,
  text TEXT NOT NULL, media_id INTEGER, created_at INTEGER NOT NULL, edited_at INTEGER, hidden_at INTEGER, deleted_at INTEGER,
  answered_at INTEGER);
CREATE INDEX IF NOT EXISTS grams_by_owner ON grams (wall_id, id) WHERE parent_id IS NULL AND id = post_id;
CREATE INDEX IF NOT EXISTS grams_by_post ON grams (post_id, id);
CREATE INDEX IF NOT EXISTS grams_by_author ON grams (author_id, id);
CREATE TABLE IF NOT EXISTS gram_mentions (
  user_id INTEGER NOT NULL, entry_id INTEGER NOT NULL REFERENCES grams, PRIMARY KEY (user_id, entry_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS directs (
  id INTEGER PRIMARY KEY, page_id INTEGER NOT NULL, person_id INTEGER NOT NULL, from_page INTEGER NOT NULL, text TEXT NOT NULL,
  media_id INTEGER, created_at INTEGER NOT NULL, edits INTEGER NOT NULL, deleted_at INTEGER, tag TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS directs_by_exchange ON directs (page_id, person_id, id);
CREATE INDEX IF NOT EXISTS directs_by_person ON directs (person_id, id);
CREATE TABLE IF NOT EXISTS whatsapps (
  id INTEGER PRIMARY KEY, page_id INTEGER NOT NULL, person_id INTEGER NOT NULL, from_page INTEGER NOT NULL, text TEXT NOT NULL,
  media_id INTEGER, created_at INTEGER NOT NULL, edits INTEGER NOT NULL, deleted_at INTEGER, tag TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS whatsapps_by_exchange ON whatsapps (page_id, person_id, id);
CREATE INDEX IF NOT EXISTS whatsapps_by_person ON whatsapps (person_id, id);
CREATE TABLE IF NOT EXISTS graph_hooks (
  id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, object TEXT NOT NULL, url TEXT NOT NULL, fields TEXT NOT NULL,
  UNIQUE (app_id, object));
CREATE TABLE IF NOT EXISTS page_subscriptions (
  app_id INTEGER NOT NULL, page_id INTEGER NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (app_id, page_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reactions (
  place TEXT NOT NULL, person_id INTEGER NOT NULL, sign TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (place, person_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS views (place TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bots (
  id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, hook_id INTEGER NOT NULL UNIQUE, url TEXT NOT NULL, secret TEXT NOT NULL,
  allowed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bot_descriptions (bot_id INTEGER PRIMARY KEY, words TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bot_updates (number INTEGER PRIMARY KEY AUTOINCREMENT, bot_id INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS bot_updates_waiting ON bot_updates (bot_id, number);
CREATE TABLE IF NOT EXISTS letters (
  id INTEGER PRIMARY KEY, bot_id INTEGER NOT NULL, person_id INTEGER NOT NULL, number INTEGER NOT NULL, from_bot INTEGER NOT NULL,
  text TEXT NOT NULL, media_id INTEGER, answers INTEGER, created_at INTEGER NOT NULL, edited_at INTEGER, deleted_at INTEGER,
  UNIQUE (bot_id, person_id, number));
CREATE TABLE IF NOT EXISTS group_letters (
  id INTEGER PRIMARY KEY, bot_id INTEGER NOT NULL, author_id INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
  answers INTEGER, meant INTEGER NOT NULL, created_at INTEGER NOT NULL, edited_at INTEGER, deleted_at INTEGER,
  UNIQUE (bot_id, number));
CREATE INDEX IF NOT EXISTS letters_by_person ON letters (person_id, id);
CREATE TABLE IF NOT EXISTS weibo (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, parent_id INTEGER, wall_id INTEGER NOT NULL, author_id INTEGER NOT NULL,
  text TEXT NOT NULL, media_id INTEGER, created_at INTEGER NOT NULL, edited_at INTEGER, hidden_at INTEGER, deleted_at INTEGER,
  answered_at INTEGER);
CREATE INDEX IF NOT EXISTS weibo_by_owner ON weibo (wall_id, id) WHERE parent_id IS NULL AND id = post_id;
CREATE INDEX IF NOT EXISTS weibo_by_post ON weibo (post_id, id);
CREATE INDEX IF NOT EXISTS weibo_by_author ON weibo (author_id, id);
CREATE TABLE IF NOT EXISTS weibo_mentions (
  user_id INTEGER NOT NULL, entry_id INTEGER NOT NULL REFERENCES weibo, PRIMARY KEY (user_id, entry_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS weibo_chats (
  id INTEGER PRIMARY KEY, page_id INTEGER NOT NULL, person_id INTEGER NOT NULL, from_page INTEGER NOT NULL, text TEXT NOT NULL,
  media_id INTEGER, created_at INTEGER NOT NULL, edits INTEGER NOT NULL, deleted_at INTEGER, tag TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS weibo_chats_by_exchange ON weibo_chats (page_id, person_id, id);
CREATE INDEX IF NOT EXISTS weibo_chats_by_person ON weibo_chats (person_id, id);
CREATE TABLE IF NOT EXISTS wechat_chats (
  id INTEGER PRIMARY KEY, page_id INTEGER NOT NULL, person_id INTEGER NOT NULL, from_page INTEGER NOT NULL, text TEXT NOT NULL,
  media_id INTEGER, created_at INTEGER NOT NULL, edits INTEGER NOT NULL, deleted_at INTEGER, tag TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS wechat_chats_by_exchange ON wechat_chats (page_id, person_id, id);
CREATE INDEX IF NOT EXISTS wechat_chats_by_person ON wechat_chats (person_id, id);
CREATE TABLE IF NOT EXISTS callbacks (
  id INTEGER PRIMARY KEY, network TEXT NOT NULL, user_id INTEGER NOT NULL, app_id INTEGER NOT NULL, url TEXT NOT NULL,
  word TEXT NOT NULL, encoding_key TEXT NOT NULL, mode TEXT NOT NULL, UNIQUE (network, user_id));
CREATE TABLE IF NOT EXISTS feed (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, parent_id INTEGER, wall_id INTEGER NOT NULL, author_id INTEGER NOT NULL,
  text TEXT NOT NULL, media_id INTEGER, created_at INTEGER NOT NULL, edited_at INTEGER, hidden_at INTEGER, deleted_at INTEGER,
  answered_at INTEGER);
CREATE INDEX IF NOT EXISTS feed_by_owner ON feed (wall_id, id) WHERE parent_id IS NULL AND id = post_id;
CREATE INDEX IF NOT EXISTS feed_by_post ON feed (post_id, id);
CREATE INDEX IF NOT EXISTS feed_by_author ON feed (author_id, id);
CREATE TABLE IF NOT EXISTS feed_mentions (
  user_id INTEGER NOT NULL, entry_id INTEGER NOT NULL REFERENCES feed, PRIMARY KEY (user_id, entry_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notices (
  id INTEGER PRIMARY KEY, organization_id INTEGER NOT NULL, action TEXT NOT NULL, entry_id INTEGER NOT NULL, post_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS notices_by_organization ON notices (organization_id, created_at);
CREATE TABLE IF NOT EXISTS notice_hooks (
  id INTEGER PRIMARY KEY, app_id INTEGER NOT NULL, organization_id INTEGER NOT NULL, url TEXT NOT NULL, UNIQUE (app_id, organization_id));
CREATE TABLE IF NOT EXISTS toots (
  id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, root INTEGER NOT NULL, answers INTEGER, text TEXT NOT NULL,
  seen_by TEXT NOT NULL, warning TEXT NOT NULL, media_ids TEXT NOT NULL, created_at INTEGER NOT NULL, edited_at INTEGER,
  deleted_at INTEGER, key TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS toots_by_author ON toots (author_id, id);
CREATE INDEX IF NOT EXISTS toots_by_root ON toots (root, id);
CREATE TABLE IF NOT EXISTS toot_mentions (
  user_id INTEGER NOT NULL, toot_id INTEGER NOT NULL, PRIMARY KEY (user_id, toot_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS toot_notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, kind TEXT NOT NULL, person_id INTEGER NOT NULL,
  toot_id INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS toot_notices_by_user ON toot_notices (user_id, id);
CREATE TABLE IF NOT EXISTS sky_records (
  number INTEGER PRIMARY KEY AUTOINCREMENT, owner_id INTEGER NOT NULL, collection TEXT NOT NULL, rkey TEXT NOT NULL,
  uri TEXT NOT NULL UNIQUE, cid TEXT NOT NULL, value TEXT NOT NULL, indexed_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS sky_records_by_kind ON sky_records (collection, number);
CREATE INDEX IF NOT EXISTS sky_records_by_owner ON sky_records (owner_id, collection, number);
CREATE INDEX IF NOT EXISTS sky_records_by_root ON sky_records (json_extract(value, '$.reply.root.uri'), number);
CREATE INDEX IF NOT EXISTS sky_records_by_subject
  ON sky_records (collection, coalesce(json_extract(value, '$.subject.uri'), json_extract(value, '$.subject')));
CREATE TABLE IF NOT EXISTS sky_notices (
  number INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, record TEXT NOT NULL, reason TEXT NOT NULL,
  subject TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sky_notices_by_person ON sky_notices (user_id, number);
CREATE INDEX IF NOT EXISTS sky_notices_by_record ON sky_notices (record);
CREATE TABLE IF NOT EXISTS sky_log (
  user_id INTEGER NOT NULL, rev TEXT NOT NULL, kind TEXT NOT NULL, chat_id INTEGER NOT NULL, by_id INTEGER NOT NULL,
  sign TEXT NOT NULL, PRIMARY KEY (user_id, rev)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sky_passwords (user_id INTEGER PRIMARY KEY, password TEXT NOT NULL, chats INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sky_sessions (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, user_id INTEGER NOT NULL, chats INTEGER NOT NULL, ends_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sky_closed (user_id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS sky_chats (
  id INTEGER PRIMARY KEY, page_id INTEGER NOT NULL, person_id INTEGER NOT NULL, from_page INTEGER NOT NULL, text TEXT NOT NULL,
  media_id INTEGER, created_at INTEGER NOT NULL, edits INTEGER NOT NULL, deleted_at INTEGER, tag TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sky_chats_by_exchange ON sky_chats (page_id, person_id, id);
CREATE INDEX IF NOT EXISTS sky_chats_by_person ON sky_chats (person_id, id);
CREATE TABLE IF NOT EXISTS line_chats (
  id INTEGER PRIMARY KEY, page_id INTEGER NOT NULL, person_id INTEGER NOT NULL, from_page INTEGER NOT NULL, text TEXT NOT NULL,
  media_id INTEGER, created_at INTEGER NOT NULL, edits INTEGER NOT NULL, deleted_at INTEGER, tag TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS line_chats_by_exchange ON line_chats (page_id, person_id, id);
CREATE INDEX IF NOT EXISTS line_chats_by_person ON line_chats (person_id, id);
