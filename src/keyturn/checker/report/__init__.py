"""report: what a check found, as a value, and the forms in which it is handed on.

A form is a function of the :class:`~keyturn.checker.report.value.Report`; it reads nothing else but what the stories
of the checker are about.
"""
