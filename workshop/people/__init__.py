"""Accounts and sessions: who someone is. What they may do with a work is in `works`."""
