"""What a command says when the person at the terminal has to do something."""


class Trouble(Exception):
    """Its text says what happened and what to do."""
