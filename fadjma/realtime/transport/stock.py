"""The stock transport, FADJMA_TRANSPORT=stock: python-engineio over gevent-websocket, hardened against strangers."""

from geventwebsocket.exceptions import FrameTooLargeException, ProtocolError
from geventwebsocket.websocket import Header

from .frames import LARGEST

_decode = Header.decode_header.__func__


def harden():
    """Refuse a frame on its declared length, or unmasked, or in pieces, before any of it is read."""

    def decode_header(cls, stream):
        header = _decode(cls, stream)
        if header.length > LARGEST:
            raise FrameTooLargeException
        if not header.mask or not header.fin:
            raise ProtocolError
        return header

    Header.decode_header = classmethod(decode_header)
