"""showcase: the kit for joint marketing: texts in lengths, the logo judged, a fact sheet, a listing to look at. Pure.

Nuki may show an integration with the data of its form (documented: D-int); how its page looks is Nuki's own.
"""
