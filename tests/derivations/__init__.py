"""Derivations as readers write them: right ones in many writings, and wrong ones with their first false line."""
