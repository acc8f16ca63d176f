"""A file that belongs to an entry, as an answer: shown as what it was judged to be, and as nothing else."""

from io import BytesIO

from flask import send_file

from ..domain.attachments import Type

# What somebody sent in may run nothing and fetch nothing. The one exception is for browsers: they fit an image to the screen
# by styles of their own, inline in the page they make around it; of the file itself nothing is ever read as a page.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


def sent(attachment, content):
    """Answer with the bytes of an attachment: an image to look at, a PDF to keep. No cache keeps either."""
    answer = send_file(
        BytesIO(content),
        mimetype=attachment.type,
        as_attachment=attachment.type == Type.PDF,
        download_name=attachment.name,
        conditional=False,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer
