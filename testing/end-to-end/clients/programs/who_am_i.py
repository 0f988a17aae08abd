"""Answers each line of its input with who it is on AWS, or with `ERROR` and why not, by boto3."""

import sys

import boto3


def who_am_i(session):
    try:
        return session.client("sts").get_caller_identity()["Arn"]
    except Exception as error:
        return f"ERROR {type(error).__name__}: {' '.join(str(error).split())}"


session = boto3.Session()
for _ in sys.stdin:
    print(who_am_i(session), flush=True)
