"""The server sends what a kernel says at once. It needs no part of the course, so it can be copied.

Jupyter leaves Nagle's algorithm on: a picture below 64 kB waits until the browser has acknowledged the small message
before it, which a browser puts off for 40 ms. The kernel draws one in 10.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class AtOnce(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection between a page and a kernel, without Nagle's algorithm."""

    async def connect(self):
        self.websocket_handler.set_nodelay(True)
        return await super().connect()


c = get_config()  # noqa: F821 (Jupyter defines it)
c.ServerApp.kernel_websocket_connection_class = AtOnce
