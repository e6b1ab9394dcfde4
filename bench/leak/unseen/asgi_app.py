"""The same for FastAPI and asyncio."""

import asyncio
import contextvars
import os
import random
import uuid

from fastapi import BackgroundTasks, FastAPI
from pydantic import BaseModel

import truth

app = FastAPI()
case = os.environ["CASE"]
kept, sessions = [], {}
never = asyncio.Event()
who = contextvars.ContextVar("who")


class Order(BaseModel):
    id: str
    price: float
    lines: list[str]


async def pending_tasks(_):
    async def wait(payload):
        await never.wait()
        return payload

    payload = os.urandom(3000)
    task = asyncio.create_task(wait(payload))
    kept.append(task)


async def models_kept(_):
    order = Order(id=uuid.uuid4().hex, price=random.random(), lines=[uuid.uuid4().hex for _ in range(5)])
    kept.append(order)


async def sessions_kept(_):
    key, data = uuid.uuid4().hex, os.urandom(12_000)
    sessions[key] = data


async def background(tasks):
    async def later():
        await asyncio.sleep(0)
        [Order(id=str(n), price=n, lines=["a"]) for n in range(20)]

    tasks.add_task(later)


async def gathered(_):
    who.set(uuid.uuid4().hex)
    await asyncio.gather(*(asyncio.sleep(0) for _ in range(10)))


async def in_threads(_):
    await asyncio.to_thread(lambda: len(bytes(random.randrange(100_000))))


handler = globals()[case]


@app.get("/")
async def index(tasks: BackgroundTasks):
    truth.request()
    await handler(tasks)
    return {"ok": True}


@app.get("/other")
async def other():
    return {"ok": True}
