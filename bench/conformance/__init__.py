"""Not a race but a long inspection: thousands of generated calls held against descriptions of the API."""
