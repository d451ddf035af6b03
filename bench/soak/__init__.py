"""Long-running proofs: the promises of the service hold under load, kills and retries."""
