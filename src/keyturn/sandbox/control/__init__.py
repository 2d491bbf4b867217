"""control: what a developer turns and reads under ``/_sandbox``; nothing of it exists at Nuki.

Open to this machine only: the host must be a loopback name, and what changes something must be JSON, so that
no page in a browser can do it.
"""
