"""The form of a study design as its page sends it."""


def design(seen: int = 0, **changes: str) -> dict[str, str]:
    """Fill in the form as usual, but for some changes; `seen` is the newest version."""
    form = {
        "blind_percent": "0",
        "shows_sentiment": "first",
        "shows_bias": "first",
        "shows_voice": "first",
        "shows_words": "first",
        "context": "neighbours",
        "outlet": "unnamed",
        "hidden_percent": "50",
        "repeat_percent": "0",
        "repeat_after": "20",
        "named_percent": "0",
        "queue_order": "articles",
        "random_percent": "20",
        "gold_percent": "0",
        "pass_percent": "0",
        "seen": str(seen),
    }
    return {**form, **changes}
