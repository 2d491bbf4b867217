"""P7: guided-errors."""

from __future__ import annotations

from keyturn.checker.conditions import confirming

SLUG = "guided-errors"
CONDITIONS = (confirming.refusal_leads_to_a_page_with_a_way_on,)
