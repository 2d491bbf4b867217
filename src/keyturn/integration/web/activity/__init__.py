"""The activity page: who did what at which door, when and how, and how it ended."""
