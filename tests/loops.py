"""Coroutines in a test: in a thread of their own, since Playwright keeps a loop running in the thread of the tests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run(coroutine):
    """Run `coroutine` to its end; return what it returns, raise what it raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
