"""Which fields we ask X for; what is not asked for is not told, and what is not read should not be paid for."""

POST = "attachments,conversation_id,created_at,edit_controls,entities,id,lang,note_post,text"
POST_EXPANSIONS = "author_id,in_reply_to_user_id,referenced_posts,attachments.media_keys,edit_history_post_ids"
USER = "id,name,public_metrics,username,verified"
MEDIA = "alt_text,media_key,preview_image_url,type,url,variants"
MESSAGE = "attachments,created_at,dm_conversation_id,entities,event_type,id,text"
MESSAGE_EXPANSIONS = "attachments.media_keys,participant_ids,sender_id"

POSTS = {"post.fields": POST, "expansions": POST_EXPANSIONS, "user.fields": USER, "media.fields": MEDIA}
MESSAGES = {"dm_event.fields": MESSAGE, "expansions": MESSAGE_EXPANSIONS, "user.fields": USER, "media.fields": MEDIA}
OWN_POSTS = {
    "post.fields": "created_at,entities,id,note_post,text",
    "expansions": "referenced_posts,attachments.media_keys",
}
OWN_MESSAGES = {
    "dm_event.fields": "created_at,dm_conversation_id,entities,event_type,id,text",
    "expansions": "sender_id",
}
FIGURES = {"post.fields": "id,public_metrics"}
FOLLOWERS = {"user.fields": "public_metrics"}
