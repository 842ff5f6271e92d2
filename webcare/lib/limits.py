"""How much any door takes; whatever is larger is refused with a sentence."""

MIB = 1024 * 1024
HOOK_BYTES = 8 * MIB
COMPLETED_BYTES = 2 * HOOK_BYTES  # an event with what its network had left out of it
MAIL_BYTES = 40 * MIB
ATTACHMENT_BYTES = 25 * MIB
TEXT_CHARACTERS = 100_000
