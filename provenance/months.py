"""The months, in full and as they are shortened, in the languages that the program reads.

Invariant: every month is in lower case and has no dot behind it.
"""

from __future__ import annotations

__all__ = ["DOUBTFUL", "MONTHS"]

# English, German, French, Spanish, Portuguese, Italian, Hindi
_MONTHS = (
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october "
    "nov november dec december januar jänner februar mär märz mai juni juli okt oktober dez dezember janv janvier févr "
    "février mars avr avril juin juil juillet août septembre octobre novembre déc décembre ene enero febrero marzo abr "
    "abril mayo junio julio agosto septiembre octubre noviembre dic diciembre janeiro fevereiro março maio junho julho "
    "setembro outubro novembro dezembro gen gennaio febbraio aprile mag maggio giu giugno lug luglio settembre ottobre "
    "dicembre fev out set ott जनवरी जन फरवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर "
    "नवंबर नवम्बर दिसंबर दिसम्बर"
)
MONTHS = frozenset(_MONTHS.split())
# months in one language and common words in another
DOUBTFUL = frozenset({"set", "out", "ago"})
