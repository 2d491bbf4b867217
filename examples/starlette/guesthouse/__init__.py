"""A small guest house that opens its doors with Nuki: Starlette, httpx2, sqlite. Begin reading at ``app``."""
