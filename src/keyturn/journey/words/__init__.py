"""words: what the way tells people, in English and in German. One file a language, the same keys in each.

What goes to Nuki (application, form, letter) is English only and stands where it is made.
"""

from keyturn.journey.words.words import LANGUAGES, Words

__all__ = ["LANGUAGES", "Words"]
