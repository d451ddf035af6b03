"""Code that tests and benches share: servers, databases, a browser, readers of formats."""
