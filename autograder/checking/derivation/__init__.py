"""Derivations that check themselves: text, read by a whitelist and never run as Python, judged line by line."""
