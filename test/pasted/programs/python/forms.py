"""Answers one call per line of standard input with the forms in which Python prints how it failed."""

import io
import json
import logging
import sys
import time
import traceback

# Every log line has one time, so that a second run records the same.
logging.Formatter.converter = lambda *_: time.gmtime(1764579600)


def of_error(error):
    """The forms of an exception, as `{form: text}`."""
    trace = traceback_of(error)
    return {
        "traceback": trace,
        "str": f"Error calling Claude: {error}",
        "repr": repr(error),
        "logging": logged(lambda log: log.error("Claude call failed\n%s", trace)),
        "warning": logged(lambda log: log.warning("summary of ticket skipped: %s", error)),
    }


def traceback_of(error):
    """What Python prints of an exception that nobody catches, from the application's first frame on."""
    error.__traceback__ = error.__traceback__.tb_next
    whole = traceback.TracebackException.from_exception(error)
    one = whole
    while one is not None:
        # The record stays small: the first frame, those that read a stream, and the last.
        inner = [frame for frame in one.stack[1:-2] if frame.filename.endswith("_streaming.py")]
        one.stack = traceback.StackSummary.from_list([*one.stack[:1], *inner, *one.stack[1:][-2:]])
        one = one.__cause__ or one.__context__
    lines = "".join(whole.format()).splitlines()
    # Where in a line the error was is marked otherwise in each version of Python.
    return "\n".join(line for line in lines if line.strip("^~ ") != "" or line == "")


def logged(write):
    stream = io.StringIO()
    log = logging.Logger("app.claude")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s [%(name)s] %(message)s", "%Y-%m-%d %H:%M:%S,455"))
    log.addHandler(handler)
    write(log)
    return stream.getvalue()


def listen(names, format):
    """Collects what libraries log while they call, from DEBUG on."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(format, "%Y-%m-%d %H:%M:%S"))
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).propagate = False
    return stream


def serve(answer):
    """`answer(spec)` gives `{form: text}`, empty where the call succeeded."""
    replies, sys.stdout = sys.stdout, sys.stderr  # What libraries print is no reply.
    for line in sys.stdin:
        try:
            reply = {"forms": answer(json.loads(line))}
        except Exception:  # noqa: BLE001 - the runner prints it
            reply = {"broken": traceback.format_exc()}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
