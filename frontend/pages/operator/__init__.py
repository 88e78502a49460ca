"""The desk of an operator: what waits, organizations, cases, the audit trail; and what a firm allows the team."""
