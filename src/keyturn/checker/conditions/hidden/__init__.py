"""hidden: what opens doors and is nobody's to see: the digits of codes, and the subject's own keys."""
