"""Every address of the API and what answers there."""

from starlette.routing import Route

from sandbox.x.routes import activity, direct_messages, tweets, users, webhooks

ROUTES = [
    Route("/2/tweets", tweets.create, methods=["POST"]),
    Route("/2/tweets", tweets.index),
    Route("/2/tweets/{id}", tweets.show),
    Route("/2/tweets/{id}", tweets.delete, methods=["DELETE"]),
    Route("/2/tweets/{tweet_id}/hidden", tweets.hide, methods=["PUT"]),
    Route("/2/users", users.index),
    Route("/2/users/me", users.me),
    Route("/2/users/by", users.by_usernames),
    Route("/2/users/by/username/{username}", users.by_username),
    Route("/2/users/{id}", users.show),
    Route("/2/users/{id}/tweets", users.posts),
    Route("/2/users/{id}/mentions", users.mentions),
    Route("/2/users/{id}/muting", users.mute, methods=["POST"]),
    Route("/2/users/{id}/muting", users.muting),
    Route("/2/users/{source_user_id}/muting/{target_user_id}", users.unmute, methods=["DELETE"]),
    Route("/2/users/{id}/blocking", users.block, methods=["POST"]),
    Route("/2/users/{id}/blocking", users.blocking),
    Route("/2/users/{source_user_id}/blocking/{target_user_id}", users.unblock, methods=["DELETE"]),
    Route("/2/users/{id}/dm/block", users.block_messages, methods=["POST"]),
    Route("/2/users/{id}/dm/unblock", users.unblock_messages, methods=["POST"]),
    Route("/2/users/{id}/likes", users.like, methods=["POST"]),
    Route("/2/users/{id}/likes/{tweet_id}", users.unlike, methods=["DELETE"]),
    Route(
        "/2/dm_conversations/with/{participant_id}/messages", direct_messages.write_to_person, methods=["POST"]
    ),
    Route("/2/dm_conversations/with/{participant_id}/dm_events", direct_messages.with_person),
    Route("/2/dm_conversations/{dm_conversation_id}/messages", direct_messages.write_in_conversation, methods=["POST"]),
    Route("/2/dm_conversations/{id}/dm_events", direct_messages.in_conversation),
    Route("/2/dm_events", direct_messages.index),
    Route("/2/dm_events/{event_id}", direct_messages.show),
    Route("/2/dm_events/{event_id}", direct_messages.delete, methods=["DELETE"]),
    Route("/2/webhooks", webhooks.create, methods=["POST"]),
    Route("/2/webhooks", webhooks.index),
    Route("/2/webhooks/replay", webhooks.replay, methods=["POST"]),
    Route("/2/webhooks/{webhook_id}", webhooks.validate, methods=["PUT"]),
    Route("/2/webhooks/{webhook_id}", webhooks.delete, methods=["DELETE"]),
    Route("/2/activity/subscriptions", activity.create, methods=["POST"]),
    Route("/2/activity/subscriptions", activity.index),
    Route("/2/activity/subscriptions", activity.delete_several, methods=["DELETE"]),
    Route("/2/activity/subscriptions/{subscription_id}", activity.update, methods=["PUT"]),
    Route("/2/activity/subscriptions/{subscription_id}", activity.delete, methods=["DELETE"]),
]
