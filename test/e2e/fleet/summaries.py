"""A service in Python that calls Claude five times a second until its standard input ends. It expects that calls fail."""

import sys
import threading

import anthropic

ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()

client = anthropic.Anthropic(max_retries=0)
while not ended.wait(0.2):
    try:
        client.messages.create(
            model="claude-sonnet-5", max_tokens=64, messages=[{"role": "user", "content": "Tea?"}]
        )
    except anthropic.APIError:
        pass
