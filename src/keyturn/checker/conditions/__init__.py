"""conditions: small judgements over evidence, one function each.

The name is a sentence that is true when all is well. A condition never drives.
"""
