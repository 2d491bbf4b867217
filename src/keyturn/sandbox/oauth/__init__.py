"""oauth: Nuki's consent pages and token endpoint.

Authorization code with rotating refresh tokens; a refresh token or a code that is used twice costs the whole
grant.
"""
