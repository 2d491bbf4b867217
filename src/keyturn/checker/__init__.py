"""checker: the reviewer. It drives any integration as a visitor would and judges what it saw.

It knows the sandbox by its front door and the integration under test, the subject, by its address alone.
"""
