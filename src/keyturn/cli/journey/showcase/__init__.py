"""``keyturn showcase``: the kit for joint marketing."""
