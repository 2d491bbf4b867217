"""witness: what a story hears beside its own visitor: whose calls are whose, and what the subject wrote down."""
