"""The students' server sends a picture at once: its connection to a page is without Nagle's algorithm."""

import asyncio

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

import autograder.hub


def test_a_connection_sends_at_once_before_it_says_anything(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(autograder.hub.STUDENT))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    done = []

    class Handler(KernelWebsocketHandler):
        def __init__(self):
            self.application = None

        def set_nodelay(self, on):
            done.append(on)

    async def connect(self):
        done.append("connected")

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", connect)
    server = ServerApp()
    server.load_config_file()
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "__init__", lambda self: None)
    connection = server.kernel_websocket_connection_class()
    connection.websocket_handler = Handler()
    asyncio.run(connection.connect())
    assert done == [True, "connected"]
