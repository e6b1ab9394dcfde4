"""Services of aiohttp; CASE chooses one."""

import asyncio
import os
import sys

from aiohttp import web

import truth

case = os.environ["CASE"]
kept, queues = [], {}


async def pages():
    page = os.urandom(1500)
    try:
        while True:
            yield page
    finally:
        await asyncio.sleep(0)


async def generators_open():
    one = pages()
    await anext(one)
    kept.append(one)


async def queue_for_each_client():
    queue = asyncio.Queue(maxsize=20)
    queue.put_nowait(os.urandom(400))
    queues[id(queue)] = queue


async def futures_waiting():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda _, data=os.urandom(700): data)
    kept.append(future)


async def shielded():
    await asyncio.wait_for(asyncio.shield(asyncio.sleep(0.0005)), 1)


handler = globals()[case]


async def index(_):
    truth.request()
    await handler()
    return web.json_response({"ok": True})


async def other(_):
    return web.json_response({"ok": True})


app = web.Application()
app.add_routes([web.get("/", index), web.get("/other", other)])
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
