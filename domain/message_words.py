"""What the sentence of a message mentions, for channels that know the sentence itself: templates that a carrier of SMS
or WeChat has approved take the words alone."""

from string import Formatter

from domain.message_wording import MESSAGES, Speaker


def message_words(code: str, words: list[str]) -> list[str]:
    """The words of its Chinese sentence in the order of their numbers, times and terms as people read them; none of a
    message that is not known here, or that does not bring what it mentions."""
    said = MESSAGES.get(code)
    if said is None:
        return []
    fields = {(int(name), spec or "") for _, name, spec, _ in Formatter().parse(said.chinese) if name}
    try:
        return [Speaker(chinese=True).format(f"{{{name}:{spec}}}", *words) for name, spec in sorted(fields)]
    except (IndexError, ValueError, OverflowError, OSError):
        return []
