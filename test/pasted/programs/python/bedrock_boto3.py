"""Calls Claude on Amazon Bedrock with boto3, by `converse` and by `invoke_model`."""

import json

import boto3
import forms
from botocore.config import Config


def client_of(spec):
    return boto3.client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=spec["baseURL"],
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        config=Config(retries={"total_max_attempts": 1 + spec["maxRetries"]}, read_timeout=5, connect_timeout=5),
    )


def converse(spec):
    messages = [{"role": "user", "content": [{"text": "Hello"}]}]
    if spec["stream"]:
        return list(client_of(spec).converse_stream(modelId=spec["params"]["model"], messages=messages)["stream"])
    return client_of(spec).converse(modelId=spec["params"]["model"], messages=messages)


def invoke(spec):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": spec["params"]["messages"]}
    call = client_of(spec).invoke_model_with_response_stream if spec["stream"] else client_of(spec).invoke_model
    response = call(modelId=spec["params"]["model"], body=json.dumps(body))
    return list(response["body"]) if spec["stream"] else response["body"].read()


def answer(spec):
    printed = {}
    try:
        invoke(spec)
    except Exception as error:
        printed["invoke_model"] = f"{type(error).__name__}: {error}"
        if hasattr(error, "response"):
            printed["response"] = str(error.response)
    try:
        converse(spec)
    except Exception as error:
        printed |= forms.of_error(error)
    return printed


forms.serve(answer)
