"""List the single words that speak for a writer's opinion or for a report."""

CUES = {
    "first_person": "we us our ours ourselves i my me myself let's we're we've i'm i've i'd we'll",
    "second_person": "you your yours yourself you're you've you'll",
    "obligation": "should must ought shouldn't mustn't needs need cannot can't won't",
    "emphasis": (
        "very so really truly just even only ever never always nothing everything everyone nobody "
        "entire entirely simply indeed certainly surely actually mere merely all every any too "
        "least most worst best"
    ),
    "argument": (
        "because why how if but instead rather yet though although despite however meanwhile "
        "therefore thus course perhaps maybe apparently supposedly clearly obviously"
    ),
    "report": (
        "said says told according announced reported monday tuesday wednesday thursday friday "
        "saturday sunday january february march april june july august september october november "
        "december percent survey poll spokesman spokeswoman spokesperson statement published "
        "released data interview"
    ),
}
NUMBER = "number"
_AROUND = "“”\"‘’'.,;:!?()[]…—–-"
CUE_OF = {word: name for name, words in CUES.items() for word in words.split()}


def cue(word: str) -> str | None:
    """Name the kind of cue that a word is, given in lower case; a number is one besides."""
    return NUMBER if word[:1].isdigit() else CUE_OF.get(word)


def cue_as_written(token: str) -> str | None:
    """Name the kind of cue that a word is as it stands in a text, between whatever marks.

    >>> cue_as_written("“We"), cue_as_written("12,000.")
    ('first_person', 'number')
    """
    return cue(token.lower().replace("’", "'").strip(_AROUND))
