"""What Nuki tells us: verified over the raw bytes, made durable, answered at once, settled afterwards.

A webhook that was answered 204 is never lost; a webhook that was forged is never believed.
"""
