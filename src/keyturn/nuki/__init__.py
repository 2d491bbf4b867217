"""What is true about Nuki's Web API: names, codes, shapes, numbers.

Facts only, each with its source and how sure it is; no behaviour, so that the integration and the sandbox
can share this room and still never agree on a misreading.
"""
