"""Proofs that run for long: what was promised holds under load, kills and retries."""
