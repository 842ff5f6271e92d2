"""Facebook (Graph API): a page's posts, comments, visitor posts, mentions and Messenger."""
