"""A body without its content coding (gzip, deflate), unpacked piece by piece so that no bomb is ever held."""

import zlib
from collections.abc import Iterable, Iterator

from tocsin.errors import FetchError

PIECE = 65_536
MEMBER = b"\x1f\x8b"  # how a gzip member begins; a body may hold several


def unpacked(pieces: Iterable[bytes], coding: str, url: str) -> Iterator[bytes]:
    """The body without its content coding, never more than PIECE bytes of it at a time however well it was packed."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        yield from pieces
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"{url} came packed as {coding!r}, and only gzip and deflate were asked for")
    unpacker = None
    begun = False
    for packed in pieces:
        while packed:
            if unpacker is None:
                if begun and not packed.startswith(MEMBER):
                    return  # some servers pad the end
                unpacker, begun = zlib.decompressobj(window(coding, packed)), True
            try:
                yield from drained(unpacker, packed)
            except zlib.error as error:
                raise FetchError(f"{url} is damaged: its {coding} packing cannot be undone ({error})") from None
            packed = b""
            if unpacker.eof:
                packed, unpacker = unpacker.unused_data, None
    if unpacker is not None:
        raise FetchError(f"{url} broke off before its end: try again")


def drained(unpacker: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    """What *unpacker* makes of *packed*, in pieces of PIECE bytes at most."""
    while True:
        piece = unpacker.decompress(packed, PIECE)
        if piece:
            yield piece
        packed = unpacker.unconsumed_tail
        if unpacker.eof or (not packed and len(piece) < PIECE):
            return


def window(coding: str, packed: bytes) -> int:
    """The zlib window for *coding*; "deflate" means zlib by RFC 9110, and bare deflate on some servers."""
    if coding != "deflate":
        return zlib.MAX_WBITS | 16
    wrapped = packed[0] & 0x0F == 8 and (len(packed) < 2 or (packed[0] << 8 | packed[1]) % 31 == 0)
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
