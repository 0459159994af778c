"""Calls the API over plain HTTP, with `requests`."""

import forms
import requests


def summarize(spec, received):
    headers = {
        "anthropic-version": "2023-06-01",
        **({"x-api-key": spec["apiKey"]} if spec["apiKey"] is not None else {}),
        **({"anthropic-beta": ",".join(spec["betas"])} if spec["betas"] else {}),
        **spec["headers"],
    }
    response = requests.post(
        f"{spec['baseURL']}/v1/messages",
        headers=headers,
        json={**spec["params"], **({"stream": True} if spec["stream"] else {})},
        timeout=spec["timeoutMs"] / 1000 if "timeoutMs" in spec else 60,
    )
    received.append(response)
    response.raise_for_status()
    return response.text if spec["stream"] else response.json()


def answer(spec):
    received = []
    try:
        return {"print": str(summarize(spec, received))}
    except Exception as error:
        printed = {"print": f"Error: {one.status_code} {one.text}" for one in received}
        return {**forms.of_error(error), **printed}


forms.serve(answer)
